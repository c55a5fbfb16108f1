namespace Pacs.Interop.Tests.Raw;

internal static class Uids
{
    public const string ImplicitLittleEndian = "1.2.840.10008.1.2";
    public const string ExplicitLittleEndian = "1.2.840.10008.1.2.1";
    public const string Verification = "1.2.840.10008.1.1";
    public const string CtImage = "1.2.840.10008.5.1.4.1.1.2";
    public const string SecondaryCapture = "1.2.840.10008.5.1.4.1.1.7";
    public const string PatientFind = "1.2.840.10008.5.1.4.1.2.1.1";
    public const string PatientMove = "1.2.840.10008.5.1.4.1.2.1.2";
    public const string PatientGet = "1.2.840.10008.5.1.4.1.2.1.3";
    public const string StudyFind = "1.2.840.10008.5.1.4.1.2.2.1";
    public const string StudyMove = "1.2.840.10008.5.1.4.1.2.2.2";
    public const string StudyGet = "1.2.840.10008.5.1.4.1.2.2.3";
}
