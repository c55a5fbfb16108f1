using System.Text;

namespace Pacs.Core.Tests;

[Category("PS3.5 §A")]
public sealed class TransferSyntaxRegistryTests
{
    [Test]
    public void Find_EveryRegisteredOne_ByCharactersAndByBytes()
    {
        Assert.Multiple(() =>
        {
            foreach (TransferSyntax syntax in TransferSyntaxRegistry.All)
            {
                Assert.That(TransferSyntaxRegistry.Find(syntax.Uid.Value), Is.SameAs(syntax));
                Assert.That(TransferSyntaxRegistry.Find(Encoding.ASCII.GetBytes(syntax.Uid.Value + '\0')), Is.SameAs(syntax));
                Assert.That(TransferSyntax.Get(syntax.Uid), Is.SameAs(syntax));
                Assert.That(syntax.IsKnown, Is.True);
                Assert.That(DicomUidRegistry.Find(syntax.Uid)!.Type, Is.EqualTo(DicomUidType.TransferSyntax));
            }
        });
    }

    [Test]
    public void All_IsEveryTransferSyntaxOfTheUidRegistry() => Assert.That(
        TransferSyntaxRegistry.All.Select(t => t.Uid), Is.EquivalentTo(DicomUidRegistry.Entries.Where(e => e.Type == DicomUidType.TransferSyntax).Select(e => e.Uid)));

    [TestCase("1.2.840.10008.1.1")]
    [TestCase("1.2.840.10008.1.2.4")]
    [TestCase("1.2.840.113619.5.2")]
    [TestCase("")]
    public void Find_NoTransferSyntax_ReturnsNull(string uid)
    {
        Assert.That(TransferSyntaxRegistry.Find(uid), Is.Null);
        Assert.That(TransferSyntaxRegistry.Find(Encoding.ASCII.GetBytes(uid)), Is.Null);
    }

    [Test]
    public void Get_Private_IsTakenForExplicitLittleEndianEncapsulated()
    {
        TransferSyntax syntax = TransferSyntax.Get(new DicomUid("1.2.3.4"));

        Assert.That((syntax.IsKnown, syntax.IsExplicitVR, syntax.IsBigEndian, syntax.IsEncapsulated, syntax.IsDeflated), Is.EqualTo((false, true, false, true, false)));
    }

    // The four native syntaxes, the two families without pixel data in the data set (JPIP, SMPTE ST 2110), and two retired encodings of something else.
    [Test]
    public void Encapsulated_AreAllButTheNamedOnes() => Assert.That(
        TransferSyntaxRegistry.All.Where(t => !t.IsEncapsulated),
        Is.EquivalentTo(new[]
        {
            TransferSyntax.ImplicitVRLittleEndian, TransferSyntax.ExplicitVRLittleEndian, TransferSyntax.DeflatedExplicitVRLittleEndian, TransferSyntax.ExplicitVRBigEndian,
            TransferSyntax.JPIPReferenced, TransferSyntax.JPIPReferencedDeflate, TransferSyntax.JPIPHTJ2KReferenced, TransferSyntax.JPIPHTJ2KReferencedDeflate,
            TransferSyntax.SMPTEST211020UncompressedProgressiveActiveVideo, TransferSyntax.SMPTEST211020UncompressedInterlacedActiveVideo, TransferSyntax.SMPTEST211030PCMDigitalAudio,
            TransferSyntax.RFC2557MIMEEncapsulation, TransferSyntax.XMLEncoding, TransferSyntax.Papyrus3ImplicitVRLittleEndian,
        }));

    [Test]
    public void Deflated_AreThoseWhoseWholeDataSetIs() => Assert.That(
        TransferSyntaxRegistry.All.Where(t => t.IsDeflated),
        Is.EquivalentTo(new[] { TransferSyntax.DeflatedExplicitVRLittleEndian, TransferSyntax.JPIPReferencedDeflate, TransferSyntax.JPIPHTJ2KReferencedDeflate }));

    [Test]
    public void ImplicitVR_AreTheDefaultAndPapyrus() => Assert.That(
        TransferSyntaxRegistry.All.Where(t => !t.IsExplicitVR), Is.EquivalentTo(new[] { TransferSyntax.ImplicitVRLittleEndian, TransferSyntax.Papyrus3ImplicitVRLittleEndian }));

    [Test]
    public void BigEndian_IsOne() => Assert.That(TransferSyntaxRegistry.All.Where(t => t.IsBigEndian), Is.EqualTo(new[] { TransferSyntax.ExplicitVRBigEndian }));

    [Test]
    public void Lossless_AmongEncapsulated_AreThoseWhoseCodecCannotLose() => Assert.That(
        TransferSyntaxRegistry.All.Where(t => t.IsEncapsulated && !t.IsLossy),
        Is.EquivalentTo(new[]
        {
            TransferSyntax.EncapsulatedUncompressedExplicitVRLittleEndian, TransferSyntax.DeflatedImageFrameCompression, TransferSyntax.RLELossless,
            TransferSyntax.JPEGLossless, TransferSyntax.JPEGLosslessNonHierarchical15, TransferSyntax.JPEGLosslessHierarchical28, TransferSyntax.JPEGLosslessHierarchical29, TransferSyntax.JPEGLosslessSV1,
            TransferSyntax.JPEGLSLossless, TransferSyntax.JPEG2000Lossless, TransferSyntax.JPEG2000MCLossless, TransferSyntax.HTJ2KLossless, TransferSyntax.HTJ2KLosslessRPCL, TransferSyntax.JPEGXLLossless,
        }));
}
