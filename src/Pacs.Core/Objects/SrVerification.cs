namespace Pacs.Core;

/// <summary>Who takes responsibility for a document, and since when (PS3.3 Table C.17-2).</summary>
/// <param name="Name">The person, as PN text.</param>
/// <param name="Organization">The organization that the person acts for.</param>
/// <param name="DateTime">When, as DT text.</param>
/// <param name="Identification">The person as a code, or null.</param>
public sealed record SrVerification(string Name, string Organization, string DateTime, CodedConcept? Identification = null)
{
    internal DicomDataset ToItem()
    {
        var item = new DicomDataset();
        item.Set(DicomTag.VerifyingOrganization, Organization);
        item.Set(DicomTag.VerificationDateTime, DateTime);
        item.Set(DicomTag.VerifyingObserverName, Name);
        item.Set(DicomTag.VerifyingObserverIdentificationCodeSequence, Identification is null ? new DicomSequence() : CodedConcept.Sequence(Identification));
        return item;
    }

    internal static SrVerification Read(DicomDataset item) => new(
        item.GetString(DicomTag.VerifyingObserverName) ?? string.Empty, item.GetString(DicomTag.VerifyingOrganization) ?? string.Empty,
        item.GetString(DicomTag.VerificationDateTime) ?? string.Empty, CodedConcept.Read(item, DicomTag.VerifyingObserverIdentificationCodeSequence));
}
