# 一个完整的服务: every construct of the language at least once.
terraform {
  required_version = ">= 1.5"
  required_providers {
    alicloud = {
      source  = "aliyun/alicloud"
      version = "~> 1.220"
    }
  }
}

provider "alicloud" {
  region = var.region
}

provider "alicloud" {
  alias  = "backup"
  region = "cn-hangzhou"
}

variable "region" {
  type        = string
  default     = "cn-beijing"
  description = "地域，例如 cn-beijing"
  validation {
    condition     = can(regex("^[a-z]{2}-[a-z]+", var.region)) && length(var.region) < 40
    error_message = "The region \"${var.region}\" is not one.\n"
  }
}

variable "instances" {
  type = map(object({
    image_id = string
    size     = optional(number, 40)
    tags     = map(string)
  }))
  default = {}
}

locals {
  name     = "web-${var.region}-${random_integer.suffix.result}"
  images   = { "cn-beijing" = "m-2ze1", "cn-hangzhou" : "m-bp1", (var.region) = "m-x" }
  enabled  = !var.disabled && (var.count > 0 || var.force) ? true : false
  numbers  = [1, 2.5, -3, 1e3, 0.5E-2, null]
  sum      = 1 + 2 * 3 - 4 / 2 % 5
  compared = 1 <= 2 && 3 >= 2 || 1 != 2 && 4 == 4
  names    = [for key, value in var.instances : upper(key) if value.size > 20]
  by_image = { for key, value in var.instances : value.image_id => key... }
  disks    = alicloud_instance.web[*].data_disks[0].disk_id
  old_ids  = alicloud_instance.web.*.id
  legacy   = alicloud_instance.web.0.private_ip
  merged   = merge(local.images, { extra = "m-y" }, var.more...)
  parsed   = provider::alicloud::arn_parse("acs:ecs")
  escaped  = "$${not} %%{a} \u4e2d\U0001F600\t\"q\" \\ done"
  branch   = "%{if var.force}forced%{else}free%{endif}"
  loop     = "%{for name in local.names~} ${name} %{endfor}"
  chosen   = var.images[var.region]["web"]
  empty    = ""
  nothing  = {}
}

data "alicloud_images" "ubuntu" {
  owners      = "system"
  name_regex  = "^ubuntu_22"
  most_recent = true // the newest
}

resource "alicloud_instance" "web" {
  count                = var.enabled ? 2 : 0
  instance_name        = "web-${count.index}"
  image_id             = local.images[var.region]
  instance_type        = "ecs.c7.large"
  security_groups      = [alicloud_security_group.group.id]
  vswitch_id           = alicloud_vswitch.vswitch.id
  system_disk_category = "cloud_essd"
  user_data = base64encode(<<-SHELL
    #!/bin/bash
    set -e
    echo "${var.region}" > /etc/region
    %{if var.force~}
    rm -f /tmp/lock
    %{endif~}
      indented
    echo $HOME $${HOME} 100%
  SHELL
  )
  tags = {
    Name  = local.name
    "所有者" = "团队"
    role  = "web"
  }
  dynamic "data_disks" {
    for_each = var.disks
    iterator = disk
    content {
      size     = disk.value.size
      category = lookup(disk.value, "category", "cloud_essd")
    }
  }
  lifecycle { ignore_changes = [user_data] }
  depends_on = [
    alicloud_vswitch.vswitch, # first
    alicloud_security_group.group,
  ]
}

/* A comment
   of several lines. */
resource "alicloud_security_group" "group" {
  name   = local.name
  vpc_id = alicloud_vpc.vpc.id
  policy = <<JSON
{
  "Version": "1",
  "Statement": [{ "Effect": "Allow", "Resource": "${alicloud_vpc.vpc.id}" }]
}
JSON
}

resource "alicloud_vpc" "vpc" {
  cidr_block = "10.0.0.0/8"
  vpc_name   = local.name
}

resource "alicloud_vswitch" "vswitch" {
  vpc_id     = alicloud_vpc.vpc.id
  cidr_block = cidrsubnet(alicloud_vpc.vpc.cidr_block, 8, 1)
  zone_id    = data.alicloud_zones.zones.zones[0].id
}

module "monitor" {
  source    = "./modules/monitor"
  providers = { alicloud = alicloud.backup }
  targets   = { for id in alicloud_instance.web[*].id : id => "ecs" }
}

moved {
  from = alicloud_instance.old
  to   = alicloud_instance.web
}

output "address" {
  description = "访问地址"
  value       = "http://${alicloud_instance.web[0].public_ip}:${var.port}/"
  sensitive   = false
}

output "none" {}
