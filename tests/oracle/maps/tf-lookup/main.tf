variable "region" {
  type = string
}

variable "images" {
  default = {
    "cn-hangzhou" = "m-bp10000000000000eeee"
    "cn-beijing"  = "m-2ze0000000000000eeee"
  }
}

resource "alicloud_instance" "web" {
  image_id = lookup(var.images, var.region, "m-bp10000000000000eeee")
}

resource "alicloud_instance" "public" {
  image_id = lookup(var.images, var.region, "aliyun_3_x64_20G_alibase_20240528.vhd")
}
