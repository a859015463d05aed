terraform {
  required_providers { alicloud = { source = "aliyun/alicloud" } }
}

provider "alicloud" {}
provider "alicloud" {
  alias  = "other"
  region = var.region
}

variable "region" { type = string }
variable "zones" { type = list(string) }
variable "unused" { default = 1 }

locals {
  name  = "web-${var.region}"
  names = [for zone in var.zones : "${zone}-${local.name}"]
  map   = { name = local.name, (var.region) = each.key }
}

data "alicloud_images" "all" { name_regex = local.name }

resource "alicloud_vpc" "net" {
  count    = 2
  provider = alicloud.other
  lifecycle { ignore_changes = [tags] }
}

resource "alicloud_instance" "web" {
  image_id   = data.alicloud_images.all.images[0].id
  vswitch_id = alicloud_vpc.net[count.index].id
  user_data  = <<-EOT
    %{for name in local.names}${name} ${local.missing}%{endfor}
  EOT
  dynamic "data_disks" {
    for_each = var.zones
    iterator = disk
    content { size = disk.value + alicloud_vpc.net.0.size }
  }
  dynamic "tags" {
    for_each = {}
    content { key = tags.value }
  }
  depends_on = [alicloud_vpc.net, module.net, alicloud_vpc.gone]
}

module "net" {
  source    = "./modules/net"
  cidr      = var.region
  typo      = 1
  providers = { alicloud = alicloud.other, alicloud.x = alicloud }
}

module "far" {
  source = "registry/far"
  region = var.region
}

output "id" { value = [module.net.id, module.net.none, module.far.id, module.gone.id] }
