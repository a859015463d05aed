//! Every rule by its name: the one list of codes, names and levels.

use super::{Diagnostic, Severity, Text};

macro_rules! rules {
    ($($variant:ident = $code:literal $name:literal $level:ident,)+) => {
        /// A rule. Rules are in the order of their codes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum RuleId {
            $(
                #[doc = concat!($code, ", ", $name)]
                $variant,
            )+
        }

        impl RuleId {
            /// Every rule.
            pub const ALL: &[RuleId] = &[$(RuleId::$variant),+];

            /// The stable code, `NST101`.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(RuleId::$variant => $code),+ }
            }

            /// The name, which reads as "allow `name`".
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(RuleId::$variant => $name),+ }
            }

            /// How bad its findings are unless the user or the finding says otherwise.
            #[must_use]
            pub const fn level(self) -> Severity {
                match self { $(RuleId::$variant => Severity::$level),+ }
            }
        }
    };
}

rules! {
    SyntaxError = "NST001" "syntax-error" Error,
    DuplicateKey = "NST002" "duplicate-key" Error,
    UnknownTag = "NST003" "unknown-tag" Error,
    NoBreakSpace = "NST004" "no-break-space" Error,
    BudgetExceeded = "NST005" "budget-exceeded" Error,
    DynamicImageId = "NST101" "dynamic-image-id" Error,
    UnsupportedResourceType = "NST102" "unsupported-resource-type" Error,
    MisplacedImageId = "NST103" "misplaced-image-id" Error,
    MisspelledImageProperty = "NST104" "misspelled-image-property" Error,
    NonStringImageId = "NST105" "non-string-image-id" Error,
    EmptyImageId = "NST106" "empty-image-id" Error,
    MissingImageId = "NST107" "missing-image-id" Warning,
    ImageOnScalingGroup = "NST108" "image-on-scaling-group" Warning,
    RegionBoundImage = "NST109" "region-bound-image" Warning,
    PartialImageId = "NST110" "partial-image-id" Warning,
    EndOfLifeImage = "NST111" "end-of-life-image" Warning,
    ConflictingImageSource = "NST112" "conflicting-image-source" Warning,
    DeployTimeImageId = "NST113" "deploy-time-image-id" Note,
    MalformedImageId = "NST114" "malformed-image-id" Warning,
    InvalidManifest = "NST200" "invalid-manifest" Error,
    UnassociatedImage = "NST201" "unassociated-image" Error,
    UnusedAssociation = "NST202" "unused-association" Warning,
    UnmappedRegion = "NST203" "unmapped-region" Error,
    DraftOutsideSourceRegion = "NST204" "draft-outside-source-region" Error,
    UnknownRegion = "NST205" "unknown-region" Warning,
    InvalidPackageName = "NST206" "invalid-package-name" Error,
    InvalidVersionName = "NST207" "invalid-version-name" Error,
    DescriptionLength = "NST208" "description-length" Error,
    TooManyTags = "NST209" "too-many-tags" Error,
    NoDistributionRegion = "NST210" "no-distribution-region" Error,
    PublishedVersionChanged = "NST211" "published-version-changed" Error,
    UnencryptedDisk = "NST212" "unencrypted-disk" Error,
    ImageInTwoRegions = "NST213" "image-in-two-regions" Error,
    ImageRegionMismatch = "NST214" "image-region-mismatch" Note,
    ArchitectureMismatch = "NST215" "architecture-mismatch" Warning,
    UnknownPackage = "NST216" "unknown-package" Error,
    MultiRegionProvider = "NST217" "multi-region-provider" Error,
    RegionBeyondSupport = "NST218" "region-beyond-support" Error,
    SharedImageDistribution = "NST219" "shared-image-distribution" Error,
    UnknownPlaceholder = "NST220" "unknown-placeholder" Warning,
    UnusedPlaceholder = "NST221" "unused-placeholder" Warning,
    MisspelledPlaceholder = "NST222" "misspelled-placeholder" Error,
    UnmappedPlaceholder = "NST223" "unmapped-placeholder" Error,
    InvalidImageId = "NST224" "invalid-image-id" Error,
    ConstantDefaultRegion = "NST225" "constant-default-region" Warning,
    UnrenderableSlot = "NST226" "unrenderable-slot" Error,
    StaleOutput = "NST227" "stale-output" Error,
    UnseenSlot = "NST228" "unseen-slot" Note,
    FailingImport = "NST229" "failing-import" Error,
    LeftOutFile = "NST230" "left-out-file" Warning,
    ModuleCycle = "NST231" "module-cycle" Error,
    UndefinedReference = "NST301" "undefined-reference" Error,
    UnknownAttribute = "NST302" "unknown-attribute" Warning,
    UndefinedCondition = "NST303" "undefined-condition" Error,
    UndefinedMapping = "NST304" "undefined-mapping" Error,
    UnusedDefinition = "NST305" "unused-definition" Warning,
    InvalidFunction = "NST306" "invalid-function" Error,
    CircularReference = "NST307" "circular-reference" Error,
    InvalidParameter = "NST308" "invalid-parameter" Error,
    MisplacedKey = "NST309" "misplaced-key" Error,
    DuplicateDefinition = "NST310" "duplicate-definition" Error,
    ConflictingArguments = "NST311" "conflicting-arguments" Error,
    InvalidFormatVersion = "NST312" "invalid-format-version" Error,
    UnknownResourceType = "NST401" "unknown-resource-type" Error,
    UnknownProperty = "NST402" "unknown-property" Error,
    MissingProperty = "NST403" "missing-property" Error,
    WrongType = "NST404" "wrong-type" Error,
    InvalidValue = "NST405" "invalid-value" Error,
    DeprecatedProperty = "NST406" "deprecated-property" Note,
    ParameterWithoutAssociation = "NST501" "parameter-without-association" Note,
    UnknownGroupParameter = "NST502" "unknown-group-parameter" Warning,
    InvalidAssociation = "NST503" "invalid-association" Warning,
    UnusedSuppression = "NST901" "unused-suppression" Warning,
    UnknownRule = "NST902" "unknown-rule" Warning,
    StaleBaselineEntry = "NST903" "stale-baseline-entry" Warning,
}

impl RuleId {
    /// The rule with that code or name.
    #[must_use]
    pub fn find(code_or_name: &str) -> Option<RuleId> {
        RuleId::ALL.iter().copied().find(|id| id.name() == code_or_name || id.code() == code_or_name)
    }

    /// The rules that `text` stands for, in any case: one by its name or code, or all whose codes begin with it, such
    /// as `NST1`. Empty where there are none.
    #[must_use]
    pub fn matching(text: &str) -> Vec<RuleId> {
        let (name, code) = (text.to_ascii_lowercase(), text.to_ascii_uppercase());
        let begins = |id: &RuleId| code.starts_with("NST") && id.code().starts_with(&code);
        RuleId::ALL.iter().copied().filter(|id| id.name() == name || begins(id)).collect()
    }

    /// A finding of this rule at `place` that says `message`.
    #[must_use]
    pub fn finding<P>(self, place: P, message: impl Into<Text>) -> Diagnostic<P> {
        Diagnostic::new(self, place, message)
    }
}
