module "web" {
  source = "../modules/web"
}

resource "alicloud_instance" "dev" {
  image_id      = "web_image"
  instance_type = "ecs.g7.large"
}
