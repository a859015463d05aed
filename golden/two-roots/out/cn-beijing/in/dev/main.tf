module "web" {
  source = "../modules/web"
}

resource "alicloud_instance" "dev" {
  image_id      = "m-2ze234567890abcdefgh"
  instance_type = "ecs.g7.large"
}
