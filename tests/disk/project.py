"""A project with many outputs, for the scripts beside this file."""
import hashlib
import os
import pathlib
import subprocess

REGIONS = [
    "cn-qingdao", "cn-beijing", "cn-zhangjiakou", "cn-huhehaote", "cn-wulanchabu", "cn-hangzhou", "cn-shanghai",
    "cn-shenzhen", "cn-heyuan", "cn-guangzhou", "cn-chengdu", "cn-hongkong", "ap-southeast-1", "ap-southeast-3",
    "ap-southeast-5", "ap-northeast-1", "us-west-1", "us-east-1", "eu-central-1", "eu-west-1",
]
TEMPLATE = """ROSTemplateFormatVersion: '2015-09-01'
Description: template {number}
Resources:
  Web:
    Type: ALIYUN::ECS::InstanceGroup
    Properties:
      MaxAmount: 1
      InstanceType: ecs.g7.large
      ImageId: web
# {padding}
"""


class Project:
    """Templates in `folder`, and a manifest whose state 0 or 1 decides what every output holds."""

    def __init__(self, nestc, folder, templates, regions, padding=2000):
        self.nestc, self.folder = nestc, pathlib.Path(folder)
        self.regions = REGIONS[:regions]
        (self.folder / "t").mkdir(parents=True)
        for number in range(templates):
            text = TEMPLATE.format(number=number, padding="x" * padding)
            (self.folder / "t" / f"{number}.yaml").write_text(text)

    def set(self, state):
        """State 1 has other images, one template fewer, and one more published version."""
        versions = ""
        for version in range(state + 1):
            images = ", ".join(f"{region}: m-bp1g7004ksh0oe{version:02}{at:04}" for at, region in enumerate(self.regions))
            versions += f"      v1_{version}:\n        status: published\n        images: {{{images}}}\n"
        templates = "['t/*.yaml']" if state == 0 else "['t/*[1-9].yaml']"
        text = (
            f"version: 1\ntemplates: {templates}\nregions: [{', '.join(self.regions)}]\n"
            f"packages:\n  web_server:\n    description: The web server's image\n    versions:\n{versions}"
            f"associations:\n  web: web_server@v1_{state}\n"
            "lint: {image-region-mismatch: off, image-in-two-regions: off, missing-image-id: off}\n"
        )
        (self.folder / "nestc.yaml").write_text(text)

    def run(self, *arguments, **options):
        return subprocess.run([self.nestc, *arguments], cwd=self.folder, capture_output=True, text=True, **options)

    def start(self, *arguments):
        return subprocess.Popen(
            [self.nestc, *arguments], cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )

    def tree(self):
        """Every file but the sources and the manifest, with its digest; every folder."""
        found = {}
        for base, folders, files in os.walk(self.folder):
            base = pathlib.Path(base)
            if base == self.folder:
                folders.remove("t")
            for name in folders:
                found[str((base / name).relative_to(self.folder)) + "/"] = ""
            for name in files:
                path = base / name
                if path != self.folder / "nestc.yaml":
                    found[str(path.relative_to(self.folder))] = hashlib.sha256(path.read_bytes()).hexdigest()
        return found


def difference(one, other):
    """The first few paths in which two trees differ."""
    return [path for path in sorted(one.keys() | other.keys()) if one.get(path) != other.get(path)][:5]
