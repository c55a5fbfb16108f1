namespace Pacs.Core;

/// <summary>Codes that measurement reports and key object selections are made of (PS3.16). Codes of scheme DCM carry their meaning as name.</summary>
public static class SrCodes
{
    /// <summary>Title of TID 1500.</summary>
    public static CodedConcept ImagingMeasurementReport { get; } = Dcm("126000", "Imaging Measurement Report");
    /// <summary>Container of TID 1500 that holds the groups.</summary>
    public static CodedConcept ImagingMeasurements { get; } = Dcm("126010", "Imaging Measurements");
    /// <summary>Container of TID 1501, 1410 and 1411.</summary>
    public static CodedConcept MeasurementGroup { get; } = Dcm("125007", "Measurement Group");
    /// <summary>Container of TID 1600.</summary>
    public static CodedConcept ImageLibrary { get; } = Dcm("111028", "Image Library");
    /// <summary>Container below <see cref="ImageLibrary"/>.</summary>
    public static CodedConcept ImageLibraryGroup { get; } = Dcm("126200", "Image Library Group");
    /// <summary>Name for people of what a group measures.</summary>
    public static CodedConcept TrackingIdentifier { get; } = Dcm("112039", "Tracking Identifier");
    /// <summary>Name for machines of what a group measures.</summary>
    public static CodedConcept TrackingUniqueIdentifier { get; } = Dcm("112040", "Tracking Unique Identifier");
    /// <summary>What was found.</summary>
    public static CodedConcept Finding { get; } = Dcm("121071", "Finding");
    /// <summary>Heading of findings.</summary>
    public static CodedConcept Findings { get; } = Dcm("121070", "Findings");
    /// <summary>Heading of impressions.</summary>
    public static CodedConcept Impressions { get; } = Dcm("121072", "Impressions");
    /// <summary>One impression.</summary>
    public static CodedConcept Impression { get; } = Dcm("121073", "Impression");
    /// <summary>Where it was found.</summary>
    public static CodedConcept FindingSite { get; } = new("363698007", "SCT", "Finding Site");
    /// <summary>Left or right.</summary>
    public static CodedConcept Laterality { get; } = new("272741003", "SCT", "Laterality");
    /// <summary>How it was measured.</summary>
    public static CodedConcept MeasurementMethod { get; } = new("370129005", "SCT", "Measurement Method");
    /// <summary>Which statistic the number is.</summary>
    public static CodedConcept Derivation { get; } = Dcm("121401", "Derivation");
    /// <summary>The shape that was measured.</summary>
    public static CodedConcept ImageRegion { get; } = Dcm("111030", "Image Region");
    /// <summary>The segment that was measured.</summary>
    public static CodedConcept ReferencedSegment { get; } = Dcm("121191", "Referenced Segment");
    /// <summary>The image that a segment or value comes from.</summary>
    public static CodedConcept SourceImageForSegmentation { get; } = Dcm("121233", "Source image for segmentation");
    /// <summary>The image that was measured.</summary>
    public static CodedConcept SourceOfMeasurement { get; } = Dcm("121112", "Source of Measurement");
    /// <summary>Language of the text.</summary>
    public static CodedConcept LanguageOfContent { get; } = Dcm("121049", "Language of Content Item and Descendants");
    /// <summary>English, as <see cref="LanguageOfContent"/>.</summary>
    public static CodedConcept English { get; } = new("en", "RFC5646", "English");
    /// <summary>Person or device.</summary>
    public static CodedConcept ObserverType { get; } = Dcm("121005", "Observer Type");
    /// <summary>An <see cref="ObserverType"/>.</summary>
    public static CodedConcept Person { get; } = Dcm("121006", "Person");
    /// <summary>An <see cref="ObserverType"/>.</summary>
    public static CodedConcept Device { get; } = Dcm("121007", "Device");
    /// <summary>Who observed.</summary>
    public static CodedConcept PersonObserverName { get; } = Dcm("121008", "Person Observer Name");
    /// <summary>What observed.</summary>
    public static CodedConcept DeviceObserverUid { get; } = Dcm("121012", "Device Observer UID");
    /// <summary>What observed.</summary>
    public static CodedConcept DeviceObserverName { get; } = Dcm("121013", "Device Observer Name");
    /// <summary>The procedure that is reported on.</summary>
    public static CodedConcept ProcedureReported { get; } = Dcm("121058", "Procedure reported");
    /// <summary>A <see cref="ProcedureReported"/> that says no more than that it is imaging.</summary>
    public static CodedConcept ImagingProcedure { get; } = new("363679005", "SCT", "Imaging procedure");
    /// <summary>Words about a key object selection.</summary>
    public static CodedConcept KeyObjectDescription { get; } = Dcm("113012", "Key Object Description");
    /// <summary>Why objects were rejected.</summary>
    public static CodedConcept DocumentTitleModifier { get; } = Dcm("113011", "Document Title Modifier");

    /// <summary>Title of a key object selection (CID 7010).</summary>
    public static CodedConcept OfInterest { get; } = Dcm("113000", "Of Interest");
    /// <summary>Title of a key object selection (CID 7010).</summary>
    public static CodedConcept RejectedForQualityReasons { get; } = Dcm("113001", "Rejected for Quality Reasons");
    /// <summary>Title of a key object selection (CID 7010).</summary>
    public static CodedConcept ForReferringProvider { get; } = Dcm("113002", "For Referring Provider");
    /// <summary>Title of a key object selection (CID 7010).</summary>
    public static CodedConcept ForSurgery { get; } = Dcm("113003", "For Surgery");
    /// <summary>Title of a key object selection (CID 7010).</summary>
    public static CodedConcept ForTeaching { get; } = Dcm("113004", "For Teaching");
    /// <summary>Title of a key object selection (CID 7010).</summary>
    public static CodedConcept ForConference { get; } = Dcm("113005", "For Conference");
    /// <summary>Title of a key object selection (CID 7010).</summary>
    public static CodedConcept ForTherapy { get; } = Dcm("113006", "For Therapy");
    /// <summary>Title of a key object selection (CID 7010).</summary>
    public static CodedConcept BestInSet { get; } = Dcm("113013", "Best In Set");

    /// <summary>Unit: millimetre.</summary>
    public static CodedConcept Millimetre { get; } = new("mm", "UCUM", "mm");
    /// <summary>Unit: square millimetre.</summary>
    public static CodedConcept SquareMillimetre { get; } = new("mm2", "UCUM", "mm2");
    /// <summary>Unit: cubic millimetre.</summary>
    public static CodedConcept CubicMillimetre { get; } = new("mm3", "UCUM", "mm3");
    /// <summary>Unit: Hounsfield unit.</summary>
    public static CodedConcept HounsfieldUnit { get; } = new("[hnsf'U]", "UCUM", "Hounsfield unit");
    /// <summary>Unit: none.</summary>
    public static CodedConcept NoUnits { get; } = new("1", "UCUM", "no units");

    private static CodedConcept Dcm(string value, string meaning) => new(value, "DCM", meaning);
}
