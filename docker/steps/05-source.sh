#!/bin/bash
# A copy of the addons and the configuration for services whose user cannot read the
# checkout (below /root, say). Done at every start, so that an edit there arrives.
source "$(dirname "$0")/lib.sh"

if [[ $CALLCENTER_SRC == "$CC_CHECKOUT" ]]; then
    say "read from the checkout"
    exit 0
fi
mkdir -p "$CALLCENTER_SRC"
new=$CALLCENTER_SRC.new
rm -rf "$new"
mkdir "$new"
(cd "$CC_CHECKOUT" && tar cf - --exclude=__pycache__ addons config docker requirements \
    package.json package-lock.json .npmrc) | tar xf - -C "$new" --no-same-owner
chmod -R go+rX "$new"
# Built libraries of the previous copy stay until their step builds them anew.
for lib in "$CALLCENTER_SRC"/addons/*/static/lib/*; do
    target=$new/${lib#"$CALLCENTER_SRC/"}
    [[ -d $lib && ! -e $target ]] || continue
    mkdir -p "${target%/*}"
    cp -a "$lib" "$target"
done
rm -rf "$CALLCENTER_SRC"
mv "$new" "$CALLCENTER_SRC"
say "copied to $CALLCENTER_SRC"
