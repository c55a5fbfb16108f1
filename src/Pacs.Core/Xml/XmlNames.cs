namespace Pacs.Core;

/// <summary>Names of the Native DICOM Model (PS3.19 §A.1.6).</summary>
internal static class XmlNames
{
    public const string Namespace = "http://dicom.nema.org/PS3.19/models/NativeDICOM";
    public const string Root = "NativeDicomModel", Attribute = "DicomAttribute", Item = "Item", Value = "Value";
    public const string PersonName = "PersonName", BulkData = "BulkData", InlineBinary = "InlineBinary";
    public const string Tag = "tag", VR = "vr", Keyword = "keyword", PrivateCreator = "privateCreator", Number = "number", Uri = "uri", Uuid = "uuid";

    /// <summary>The elements of the three writings of a name, in their order in a PN value.</summary>
    public static readonly string[] Groups = ["Alphabetic", "Ideographic", "Phonetic"];

    /// <summary>The elements of a writing's components, in their order in a PN value.</summary>
    public static readonly string[] Components = ["FamilyName", "GivenName", "MiddleName", "NamePrefix", "NameSuffix"];
}
