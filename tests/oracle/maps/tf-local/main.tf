variable "region" {}

locals {
  kind   = "web"
  region = var.region
  images = {
    web = { cn-hangzhou = "m-bp10000000000000bbbb", cn-beijing = "m-2ze0000000000000bbbb" }
    db  = { cn-hangzhou = "m-bp10000000000000cccc", cn-beijing = "m-2ze0000000000000cccc" }
  }
}

provider "alicloud" {
  region = var.region
}

data "alicloud_regions" "here" {
  current = true
}

resource "alicloud_instance" "web" {
  image_id = local.images[local.kind][local.region]
}

resource "alicloud_instance" "db" {
  image_id = local.images.db[data.alicloud_regions.here.regions[0].id]
}

resource "alicloud_ecs_launch_template" "all" {
  image_id = local.region == "cn-beijing" ? "m-2ze0000000000000dddd" : "m-bp10000000000000dddd"
}
