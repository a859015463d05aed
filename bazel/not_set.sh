#!/bin/sh
echo 'say which nestc to run: build --@nestc_rules//:nestc=//tools:nestc' >&2
exit 2
