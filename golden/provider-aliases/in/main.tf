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
  image_id = "app"
}

resource "alicloud_instance" "north" {
  provider = alicloud.beijing
  image_id = "app"
}

resource "alicloud_instance" "south" {
  provider = alicloud.singapore
  image_id = "app"
}
