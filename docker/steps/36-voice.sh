#!/bin/bash
# eSpeak NG, which reads prompts and the words of look-ups: Debian's package with its libraries,
# unpacked into a folder of its own and run by that folder's own loader; nothing is installed.
source "$(dirname "$0")/lib.sh"

root=$CALLCENTER_TREES/voice
rm -rf "$root.new"
mkdir -p "$CALLCENTER_TREES"
options=()
for name in Acquire::Check-Valid-Until Acquire::Check-Date; do
    value=$(apt-config dump --format '%v%n' "$name")
    [[ $value ]] && options+=("--aptopt=$name \"$value\"")
done
mmdebstrap --variant=extract --aptopt='Acquire::Languages "none"' "${options[@]}" \
    --include=espeak-ng bookworm "$root.new" "$(mirror)"
chmod 755 "$root.new"
rm -rf "$root"
mv "$root.new" "$root"
du -sh "$root"
