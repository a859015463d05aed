// What the page shows at first, and what else can be chosen.

const MANIFEST = (template) => `version: 1
templates: [${template}]
regions: [cn-hangzhou, cn-beijing, ap-southeast-1]
packages:
  web_server:
    description: Nginx on Alibaba Cloud Linux 3
    versions:
      v1_2:
        status: published
        images:
          cn-hangzhou: m-bp1g7004ksh0oeuc7xyz
          cn-beijing: m-2zeg7004ksh0oeuc7xyz
          ap-southeast-1: m-t4ng7004ksh0oeuc7xyz
associations:
  ecs_image_web: web_server@v1_2
`;

const ROS = `ROSTemplateFormatVersion: '2015-09-01'
Description: A web server in a network of its own
Parameters:
  ZoneId:
    Type: String
    AssociationProperty: ALIYUN::ECS::ZoneId
  InstanceType:
    Type: String
    Default: ecs.g7.large
Resources:
  Vpc:
    Type: ALIYUN::ECS::VPC
    Properties:
      CidrBlock: 192.168.0.0/16
  VSwitch:
    Type: ALIYUN::ECS::VSwitch
    Properties:
      VpcId: !Ref Vpc
      ZoneId: !Ref ZoneId
      CidrBlock: 192.168.1.0/24
  SecurityGroup:
    Type: ALIYUN::ECS::SecurityGroup
    Properties:
      VpcId: !Ref Vpc
  Web:
    Type: ALIYUN::ECS::InstanceGroup
    Properties:
      ImageId: ecs_image_web
      InstanceType: !Ref InstanceType
      VpcId: !Ref Vpc
      VSwitchId: !Ref VSwitch
      SecurityGroupId: !Ref SecurityGroup
      ZoneId: !Ref ZoneId
      MaxAmount: 1
Outputs:
  Address:
    Value: !GetAtt Web.PublicIps
`;

// An image ID that comes from a parameter, and a name that leads nowhere.
const BROKEN = ROS.replace(
  "  InstanceType:\n    Type: String\n",
  "  Image:\n    Type: String\n    Default: ecs_image_web\n  InstanceType:\n    Type: String\n",
)
  .replace("ImageId: ecs_image_web", "ImageId: !Ref Image")
  .replace("VpcId: !Ref Vpc\n      VSwitchId", "VpcId: !Ref Vcp\n      VSwitchId");

const TERRAFORM = `provider "alicloud" {
}

variable "zone_id" {
  type = string
}

variable "vswitch_id" {
  type = string
}

variable "security_group_id" {
  type = string
}

resource "alicloud_instance" "web" {
  image_id             = "ecs_image_web"
  instance_type        = "ecs.g7.large"
  availability_zone    = var.zone_id
  vswitch_id           = var.vswitch_id
  security_groups      = [var.security_group_id]
  system_disk_category = "cloud_essd"
}
`;

/** By name: the files, in the order of the tabs. */
export const EXAMPLES = {
  "ROS": { "web.yaml": ROS, "nestc.yaml": MANIFEST("web.yaml") },
  "ROS, with faults": { "web.yaml": BROKEN, "nestc.yaml": MANIFEST("web.yaml") },
  "Terraform": { "infra/main.tf": TERRAFORM, "nestc.yaml": MANIFEST("infra") },
};

/** The names in Chinese. */
export const CHINESE = { "ROS, with faults": "ROS（含错误）" };
