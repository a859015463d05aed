provider "alicloud" {
  alias  = "bj"
  region = "cn-beijing"
}

module "web" {
  source    = "alibaba/ecs-instance/alicloud"
  version   = "2.12.0"
  image_id  = "m-2ze234567890abcdefgh"
  providers = { alicloud = alicloud.bj }
}

module "db" {
  source   = "git::https://example.com/vm.git?ref=v1"
  image_id = "web_image"
}

module "cache" {
  source   = "alibaba/ecs-instance/alicloud"
  image_id = "web_image"
}
