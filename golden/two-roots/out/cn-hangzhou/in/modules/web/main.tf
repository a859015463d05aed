resource "alicloud_instance" "web" {
  image_id      = "m-bp1234567890abcdefgh"
  instance_type = "ecs.g7.large"
}
