#!/bin/sh
# apt_install.sh PACKAGE FILE: install Debian's PACKAGE where FILE is missing and we may; never fail.
package=$1
[ -e "$2" ] && exit 0
if [ "$(id -u)" = 0 ]; then
    sudo=
elif sudo --non-interactive true 2>/dev/null; then
    sudo=sudo
else
    echo "$package is missing and cannot be installed by this user; tests that need it are skipped."
    exit 0
fi
command -v apt-get >/dev/null || { echo "$package is missing; tests that need it are skipped."; exit 0; }
echo "Installing $package …"
$sudo apt-get -qq update
DEBIAN_FRONTEND=noninteractive $sudo apt-get -qq install --yes --no-install-recommends "$package" >/dev/null ||
    echo "$package could not be installed; tests that need it are skipped."
