variable "region" {
  default = "cn-hangzhou"
}

variable "images" {
  type = map(string)
  default = {
    cn-hangzhou = "m-bp10000000000000aaaa"
    cn-beijing  = "m-2ze0000000000000aaaa"
  }
}

provider "alicloud" {
  region = var.region
}

resource "alicloud_instance" "web" {
  image_id = var.images[var.region]
}
