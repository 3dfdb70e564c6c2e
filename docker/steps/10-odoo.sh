#!/bin/bash
# Odoo 19 community: Debian's package, fetched and signature-checked by apt with a state
# folder of our own (the host's sources stay as they are), unpacked into a folder of ours.
# Skipped where ODOO_HOME names another Odoo 19 tree.
# vars: ODOO_HOME
source "$(dirname "$0")/lib.sh"

if [[ ${ODOO_HOME:-} ]]; then
    [[ -d $ODOO_HOME/odoo/addons ]] || die "ODOO_HOME=$ODOO_HOME holds no odoo/addons folder"
    say "using $ODOO_HOME"
    exit 0
fi

mirror=$(mirror)
apt_dir=$CALLCENTER_TREES/cache/apt
rm -rf "$apt_dir" "$CC_ODOO_ROOT.new"
mkdir -p "$apt_dir"/{state/lists/partial,cache/archives/partial,debs} "$CC_ODOO_ROOT.new"
keys=/usr/share/keyrings/debian-archive-keyring.gpg
# sid has Odoo 19; its fonts-font-awesome is version 7 where Odoo needs 4.7: bookworm's.
for suite in sid bookworm; do
    echo "deb [signed-by=$keys] $mirror $suite main"
done >"$apt_dir/sources.list"
options=(-o "Dir::Etc::SourceList=$apt_dir/sources.list" -o Dir::Etc::SourceParts=/dev/null
    -o Dir::Etc::Preferences=/dev/null -o Dir::Etc::PreferencesParts=/dev/null
    -o "Dir::State=$apt_dir/state" -o Dir::State::status=/dev/null
    -o "Dir::Cache=$apt_dir/cache" -o Acquire::Languages=none -o APT::Sandbox::User=root)
apt-get "${options[@]}" update
cd "$apt_dir/debs"
# The JS and font files of the Debian package are links into /usr/share: same root for all.
apt-get "${options[@]}" download odoo-19 libjs-jquery libjs-jquery-form libjs-underscore \
    fonts-font-awesome/bookworm fonts-roboto-unhinted fonts-montserrat fonts-inconsolata fonts-ocr-b
for deb in *.deb; do
    dpkg-deb -x "$deb" "$CC_ODOO_ROOT.new"
    say "unpacked ${deb%.deb}"
done
rm -rf "$CC_ODOO_ROOT" "$apt_dir"
mv "$CC_ODOO_ROOT.new" "$CC_ODOO_ROOT"
