// Folders with manifests whose pages are tried.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const write = (folder, files) => {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return folder;
};

const REGIONS = [
  'cn-hangzhou', 'cn-beijing', 'cn-shanghai', 'cn-shenzhen', 'cn-qingdao', 'cn-zhangjiakou', 'cn-huhehaote',
  'cn-wulanchabu', 'cn-heyuan', 'cn-guangzhou', 'cn-chengdu', 'cn-hongkong', 'ap-southeast-1', 'ap-southeast-3',
  'ap-southeast-5', 'ap-northeast-1', 'eu-central-1', 'eu-west-1', 'us-west-1', 'us-east-1',
];

const image = (region, number) => {
  const head = [...region].reduce((sum, it) => (sum * 31 + it.codePointAt(0)) % 46656, 7).toString(36).padStart(3, '0');
  return `m-${head}${String(number).padStart(17, '0')}`;
};

const images = (regions, number) =>
  regions.map((region) => `          ${region}: ${image(region, number)}\n`).join('');

// Everything that the page can show, with texts that try to break out of it.
export const rich = {
  'templates/web.yaml': `ROSTemplateFormatVersion: '2015-09-01'
Description: 网站模板 😀 </script><img src=x onerror=alert(1)>
Parameters:
  Image:
    Type: String
    Default: centos_7
  Password:
    Type: String
    NoEcho: true
    Default: hunter2hunter2
Mappings:
  Images:
    cn-hangzhou: {db: ecs_image_db}
    cn-beijing: {db: ecs_image_db}
Resources:
  WebServers:
    Type: ALIYUN::ECS::InstanceGroup
    Properties:
      MaxAmount: 2
      InstanceType: ecs.g7.large
      ImageId: ecs_image_web
      Password: hunter2hunter2
  Database:
    Type: ALIYUN::ECS::Instance
    Properties:
      InstanceType: ecs.g7.large
      ImageId:
        Fn::FindInMap: [Images, {Ref: ALIYUN::Region}, db]
  Chosen:
    Type: ALIYUN::ECS::Instance
    Properties:
      InstanceType: ecs.g7.large
      ImageId: {Ref: Image}
  "A <b>resource</b> & its \u202e name":
    Type: ALIYUN::ECS::Instance
    Properties:
      InstanceType: ecs.g7.large
      ImageId: aliyun_3_x64_20G_alibase_20240819.vhd
  Cluster:
    Type: ALIYUN::CS::ClusterNodePool
    Properties:
      ClusterId: c-1234567890
      NodePoolInfo: {Name: pool}
      ScalingGroup: {ImageId: ecs_image_web, InstanceTypes: [ecs.g7.large], VSwitchIds: [vsw-1]}
`,
  'infrastructure/main.tf': `provider "alicloud" {
  alias  = "singapore"
  region = "ap-southeast-1"
}

resource "alicloud_instance" "edge" {
  provider        = alicloud.singapore
  image_id        = "ecs_image_web"
  instance_type   = "ecs.g7.large"
  security_groups = ["sg-bp1234567890abcdefgh"]
}
`,
  'minified.json': JSON.stringify({
    ROSTemplateFormatVersion: '2015-09-01',
    Resources: Object.fromEntries(Array.from({ length: 6 }, (_, at) => [`Node${at}`, {
      Type: 'ALIYUN::ECS::Instance',
      Properties: { ImageId: at % 2 ? 'ecs_image_web' : 'ecs_image_db', InstanceType: 'ecs.g7.large' },
    }])),
  }),
  'nestc.yaml': `version: 1
templates: [templates/*.yaml, infrastructure, minified.json]
regions: [${REGIONS.slice(0, 4).join(', ')}, ap-southeast-1]
also-through: [Fn::FindInMap]
packages:
  web_server:
    description: Nginx <1.27> & more on Alibaba Cloud Linux 3，网站服务器
    versions:
      v1_0:
        status: published
        kind: custom
        source: {region: cn-hangzhou, image: ${image('cn-hangzhou', 9)}}
        images:
${images([...REGIONS.slice(0, 3), 'ap-southeast-1', 'us-west-1'], 1)}      v1_1:
        images:
${images(['cn-hangzhou'], 2)}  database:
    description: PostgreSQL 17
    versions:
      v1_0:
        status: published
        images:
${images([...REGIONS.slice(0, 4), 'ap-southeast-1'], 3)}  unused_package:
    versions: {}
associations:
  ecs_image_web: web_server@v1_0
  ecs_image_db: database@v1_0
services:
  - {name: shop, visibility: public, packages: [web_server]}
  - {name: partners, visibility: {whitelist: ['1234567890123456', '6543210987654321']}, packages: [database, web_server]}
`,
};

// A manifest of the size of a large provider.
export const large = () => {
  const packages = 40;
  const files = {};
  for (let at = 0; at < 1000; at += 1) {
    const [one, two] = [at % packages, (at * 7 + 3) % packages];
    files[`templates/team-${at % 20}/service-${at}.yaml`] = `ROSTemplateFormatVersion: '2015-09-01'
Description: service ${at}
Resources:
  Web:
    Type: ALIYUN::ECS::InstanceGroup
    Properties:
      MaxAmount: 1
      InstanceType: ecs.g7.large
      ImageId: image_${one}
  Worker:
    Type: ALIYUN::ECS::Instance
    Properties:
      InstanceType: ecs.g7.large
      ImageId: image_${two}
  Old:
    Type: ALIYUN::ECS::Instance
    Properties:
      InstanceType: ecs.g7.large
      ImageId: centos_7_9_x64_20G_alibase_20240628.vhd
`;
  }
  const numbers = Array.from({ length: packages }, (_, at) => at);
  files['nestc.yaml'] = `version: 1
templates: ['templates/**/*.yaml']
regions: [${REGIONS.join(', ')}]
packages:
${numbers.map((at) => `  package_${at}:
    description: The image of service ${at}, kept by its team
    versions:
      v1_0:
        status: published
        images:
${images(REGIONS, at + 1)}`).join('')}associations:
${numbers.map((at) => `  image_${at}: package_${at}@v1_0\n`).join('')}`;
  return files;
};

// A project of computenest-cli without a manifest of nestc.
export const config = {
  '.computenest/config.yaml': `Service:
  ServiceType: private
  DeployType: ros
  ShareType: Public
  ServiceInfo: {Name: 商店, Locale: zh-CN}
  DeployMetadata:
    SupplierDeployMetadata:
      ArtifactRelation:
        ecs_image_web: {ArtifactId: '\${Artifact.Web.ArtifactId}', ArtifactVersion: draft}
    TemplateConfigs:
      - {Name: web, Url: ros_templates/web.yaml}
Artifact:
  Web: {ArtifactType: EcsImage, ArtifactName: web, SupportRegionIds: [cn-hangzhou, cn-beijing]}
`,
  '.computenest/ros_templates/web.yaml': `ROSTemplateFormatVersion: '2015-09-01'
Resources:
  Web:
    Type: ALIYUN::ECS::Instance
    Properties: {ImageId: ecs_image_web, InstanceType: ecs.g7.large}
`,
};
