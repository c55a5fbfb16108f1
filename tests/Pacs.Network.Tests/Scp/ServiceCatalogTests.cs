using Pacs.Core;

namespace Pacs.Network.Tests.Scp;

public sealed class ServiceCatalogTests
{
    private static readonly DicomServices All = new() { Store = new FakeStore(), Find = new FakeFind(), Retrieve = new FakeRetrieve() };

    [Test]
    public void Support_AnUnknownClass_IsNotSupported() => Assert.That(Support(All, new(), new DicomUid("1.2.840.99999.1")), Is.Empty);

    [Test]
    public void Support_AnUnknownClassWhenAskedTo_IsStorage() =>
        Assert.That(Support(All, new() { AcceptUnknownStorageSopClasses = true }, new DicomUid("1.2.840.99999.1")).Single().TransferSyntaxes, Does.Contain(TransferSyntax.JPEG2000Lossless));

    [Test]
    public void Support_AKnownClassOfAnotherService_IsNotSupportedEvenThen() =>
        Assert.That(Support(All, new() { AcceptUnknownStorageSopClasses = true }, DicomUid.ModalityWorklistInformationModelFind), Is.Empty);

    [Test]
    public void Support_EveryStorageClass_IsSupportedInBothRoles() =>
        Assert.That(SopClasses.Storage.Select(c => Support(All, new(), c).Single().AcceptorRoles), Is.All.EqualTo(ContextRoles.Both));

    [Test]
    public void Support_StorageWithoutRetrieve_IsScpOnly() =>
        Assert.That(Support(All with { Retrieve = null }, new(), DicomUid.CTImageStorage).Single().AcceptorRoles, Is.EqualTo(ContextRoles.Scp));

    [Test]
    public void Support_StorageWithRetrieveOnly_IsScuOnly() =>
        Assert.That(Support(All with { Store = null }, new(), DicomUid.CTImageStorage).Single().AcceptorRoles, Is.EqualTo(ContextRoles.Scu));

    [Test]
    public void Support_AServiceThatIsNotThere_IsNotSupported()
    {
        var none = new DicomServices { Echo = null };
        DicomUid[] classes = [DicomUid.Verification, DicomUid.CTImageStorage, DicomUid.StudyRootQueryRetrieveInformationModelFind, DicomUid.StudyRootQueryRetrieveInformationModelMove, DicomUid.PatientRootQueryRetrieveInformationModelGet];
        Assert.That(Support(none, new(), classes), Is.Empty);
        Assert.That(Support(All, new(), classes), Has.Count.EqualTo(5));
    }

    [Test]
    public void DefaultStorageSyntaxes_HoldDeflatedBigEndianAndCompressed() =>
        Assert.That(new DicomServerOptions().StorageTransferSyntaxes, Is.SupersetOf(new[]
        {
            TransferSyntax.DeflatedExplicitVRLittleEndian, TransferSyntax.ExplicitVRBigEndian, TransferSyntax.ImplicitVRLittleEndian,
            TransferSyntax.HTJ2K, TransferSyntax.MPEG2MPML, TransferSyntax.RLELossless,
        }));

    private static IReadOnlyList<SupportedContext> Support(DicomServices services, DicomServerOptions options, params DicomUid[] classes) =>
        new ServiceCatalog(services, options).Support(classes.Select(c => new ProposedContext(c, [TransferSyntax.ImplicitVRLittleEndian])));
}
