"""Copy the prebuilt NHS frontend out of its unpacked npm package: ``python scripts/vendor_nhsuk_frontend.py PACKAGE``.

The copy calls nobody: font rules, which fetch a licensed typeface from an NHS host, and source maps are taken
out, and pictures are found beside the styles.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parents[1] / "sightline/web/static/vendor/nhsuk-frontend"


def main(package: Path) -> None:
    built = package / "dist/nhsuk"
    HERE.joinpath("images").mkdir(parents=True, exist_ok=True)

    styles = built.joinpath("nhsuk-frontend.min.css").read_text("utf-8")
    styles = re.sub(r"@font-face\{[^}]*\}", "", styles)
    styles = styles.replace("Frutiger W01,arial,sans-serif", 'Arial,"Liberation Sans",sans-serif')
    styles = re.sub(r"/\*# sourceMappingURL=.*?\*/\s*", "", styles)
    for picture in sorted(set(re.findall(r"url\(/assets/images/([\w.-]+)\)", styles))):
        HERE.joinpath("images", picture).write_bytes(built.joinpath("assets/images", picture).read_bytes())
    styles = styles.replace("url(/assets/images/", "url(images/")
    if "http" in styles.replace("http://www.w3.org/2000/svg", ""):
        sys.exit("The styles still call another host.")
    HERE.joinpath("nhsuk-frontend.min.css").write_text(styles, "utf-8")

    script = built.joinpath("nhsuk-frontend.min.js").read_text("utf-8")
    HERE.joinpath("nhsuk-frontend.min.js").write_text(
        re.sub(r"//# sourceMappingURL=\S+\s*$", "\n", script), "utf-8"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
