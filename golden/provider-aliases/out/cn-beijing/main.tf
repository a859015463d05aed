provider "alicloud" {
  region = var.region
}

provider "alicloud" {
  alias  = "beijing"
  region = "cn-beijing"
}

provider "alicloud" {
  alias  = "singapore"
  region = local.singapore
}

locals {
  singapore = "ap-southeast-1"
}

variable "region" {
  type = string
}

resource "alicloud_instance" "here" {
  image_id = "m-2zeg7004ksh0oeuc0002"
}

resource "alicloud_instance" "north" {
  provider = alicloud.beijing
  image_id = "m-2zeg7004ksh0oeuc0002"
}

resource "alicloud_instance" "south" {
  provider = alicloud.singapore
  image_id = "m-t4ng7004ksh0oeuc0003"
}
