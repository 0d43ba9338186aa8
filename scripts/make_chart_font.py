#!/usr/bin/env python3
"""Makes the fonts of the charts: Inter Regular and Bold, cut down to Latin letters, digits and punctuation.

Needs npm and `pip install fonttools`. The result is the same bytes for the same versions:

    python3 scripts/make_chart_font.py

Inter is published under the SIL Open Font License; its text goes beside the fonts.
"""

import pathlib
import subprocess
import tarfile
import tempfile

from fontTools import subset

PACKAGE = "@expo-google-fonts/inter@0.4.2"
TARGET = pathlib.Path(__file__).parent.parent / "src/output/chart/font"
# Basic Latin, Latin-1, Latin Extended-A; dashes, quotes, bullet, ellipsis, euro, minus, comparison.
UNICODES = "U+0020-007E,U+00A0-017F,U+2009,U+2010-2015,U+2018-201E,U+2022,U+2026,U+202F,U+20AC,U+2190-2193,U+2212,U+2264,U+2265"
FONTS = {"400Regular/Inter_400Regular.ttf": "Inter-Regular.ttf", "700Bold/Inter_700Bold.ttf": "Inter-Bold.ttf"}


def main():
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=scratch, check=True)
        (archive,) = pathlib.Path(scratch).glob("*.tgz")
        with tarfile.open(archive) as package:
            package.extractall(scratch, filter="data")
        source = pathlib.Path(scratch) / "package"
        TARGET.mkdir(parents=True, exist_ok=True)
        for name, target in FONTS.items():
            subset.main(
                [
                    str(source / name),
                    f"--unicodes={UNICODES}",
                    "--layout-features=kern",
                    "--no-hinting",
                    "--desubroutinize",
                    "--drop-tables+=GPOS,GSUB,GDEF,DSIG,STAT",
                    "--name-IDs=0,1,2,3,4,5,6,13,14",
                    "--no-recalc-timestamp",
                    f"--output-file={TARGET / target}",
                ]
            )
        (TARGET / "LICENSE-Inter.txt").write_bytes((source / "LICENSE_FONT").read_bytes())


if __name__ == "__main__":
    main()
