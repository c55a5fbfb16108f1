using System.Text;

namespace Pacs.Core.Tests;

[Category("PS3.6 §A")]
public sealed class DicomUidRegistryTests
{
    [Test]
    public void Find_StorageClass_TellsAllColumns() => Assert.That(
        DicomUidRegistry.Find(new DicomUid("1.2.840.10008.5.1.4.1.1.2")),
        Is.EqualTo(new DicomUidEntry(DicomUid.CTImageStorage, "CTImageStorage", "CT Image Storage", DicomUidType.SopClass, IsRetired: false)));

    [Test]
    public void Entries_AreFoundByUidAndByKeyword()
    {
        Assert.Multiple(() =>
        {
            foreach (DicomUidEntry entry in DicomUidRegistry.Entries)
            {
                Assert.That(DicomUidRegistry.Find(entry.Uid), Is.EqualTo(entry));
                Assert.That(DicomUidRegistry.TryFindKeyword(entry.Keyword, out DicomUid uid) && uid == entry.Uid, Is.True);
                Assert.That(entry.Uid.Keyword, Is.EqualTo(entry.Keyword));
                Assert.That(DicomUid.IsValid(entry.Uid.Value), Is.True);
            }
        });
    }

    [Test]
    public void Entries_SayWhatTheTablesSay()
    {
        var expected = SharedFacts.Rows("uids.tsv").Where(r => r[1].Length > 0).Select(r => $"{r[0]}|{r[1]}|{r[2]}|{Letters(r[3])}|{r[4]}");
        Assert.That(
            DicomUidRegistry.Entries.Select(e => $"{e.Uid}|{e.Keyword}|{e.Name}|{Letters(e.Type.ToString())}|{(e.IsRetired ? 'Y' : 'N')}"),
            Is.EquivalentTo(expected));

        static string Letters(string text) => string.Concat(text.ToUpperInvariant().Where(char.IsAsciiLetter)) is "DICOMUIDSASACODINGSCHEME" ? "DICOMUIDSASCODINGSCHEME" : string.Concat(text.ToUpperInvariant().Where(char.IsAsciiLetter));
    }

    [TestCase("1.2.840.10008.1.1\0")]
    [TestCase("1.2.840.10008.1.1 ")]
    [TestCase("1.2.840.10008.1.1")]
    public void FromBytes_Registered_IsTheStringOfTheConstant(string text) =>
        Assert.That(DicomUid.FromBytes(Encoding.ASCII.GetBytes(text)).Value, Is.SameAs(DicomUid.Verification.Value));

    [Test]
    public void FromBytes_Registered_AllocatesNothing()
    {
        byte[] bytes = Encoding.ASCII.GetBytes("1.2.840.10008.5.1.4.1.1.2\0");

        Assert.That(Allocations.OfHundred(() => DicomUid.FromBytes(bytes)), Is.Zero);
        Assert.That(Allocations.OfHundred(() => TransferSyntaxRegistry.Find(bytes)), Is.Zero);
    }

    [TestCase("1.2.840.10008.1.1.1")]
    [TestCase("1.2.840.10008.")]
    [TestCase("1.2.840.10008.1")]
    [TestCase("1.2.3.4")]
    [TestCase("")]
    [TestCase("Grüße")]
    public void FromBytes_NotRegistered_KeepsTheText(string text)
    {
        DicomUid uid = DicomUid.FromBytes(Encoding.Latin1.GetBytes(text));

        Assert.That(uid.Value, Is.EqualTo(text));
        Assert.That(uid.Keyword, Is.Null);
        Assert.That(DicomUidRegistry.Find(uid), Is.Null);
    }

    [Test]
    public void StorageSopClasses_HoldEveryClassWithAnIod() =>
        Assert.That(SopClasses.Storage.Select(u => u.Value), Is.SupersetOf(SharedFacts.Rows("sop-class-iods.tsv").Select(r => r[0]).Where(u => u != "1.2.840.10008.1.3.10")));

    [Test]
    public void StorageSopClasses_HoldRetiredAndNonPatientOnesButNoServices()
    {
        DicomUid[] storage = [DicomUid.CTImageStorage, DicomUid.UltrasoundImageStorageRetired, DicomUid.VLImageStorageTrial, DicomUid.HardcopyColorImageStorage, DicomUid.HangingProtocolStorage, DicomUid.DigitalXRayImageStorageForProcessing];
        DicomUid[] others = [DicomUid.Verification, DicomUid.StorageCommitmentPushModel, DicomUid.MediaStorageDirectoryStorage, DicomUid.StudyRootQueryRetrieveInformationModelFind, DicomUid.ModalityPerformedProcedureStep, new DicomUid("1.2.3")];

        Assert.That(storage.All(SopClasses.IsStorage), Is.True);
        Assert.That(others.Any(SopClasses.IsStorage), Is.False);
    }
}
