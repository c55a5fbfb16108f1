using System.Buffers;
using System.Text;
using Pacs.Core;

namespace Pacs.Network.Tests;

[Category("PS3.8 §9.3")]
public sealed class PduErrorTests
{
    [Test]
    public void TryRead_UnknownType_IsUnrecognizedPdu_FromTheFirstByteOn() =>
        Assert.That(() => Read([0x47]), Throws.TypeOf<DicomProtocolException>().With.Property("Reason").EqualTo(AbortReason.UnrecognizedPdu));

    [Test]
    public void TryRead_LongerThanTheLimit_ThrowsBeforeTheBodyIsThere() =>
        Assert.That(() => Read(PduGen.Hex("01 00 7FFFFFFF")), Throws.TypeOf<DicomProtocolException>().With.Message.Contains("2147483647"));

    [TestCase("05 00 00000005", TestName = "TryRead_ReleaseRequestOfFiveBytes_Throws")]
    [TestCase("07 00 00000000", TestName = "TryRead_AbortWithoutABody_Throws")]
    [TestCase("04 00 00000005", TestName = "TryRead_DataWithoutRoomForAHeader_Throws")]
    [TestCase("01 00 00000010", TestName = "TryRead_RequestShorterThanItsFixedFields_Throws")]
    [TestCase("04 00 0000000A 00000007 01 03 00000000", TestName = "TryRead_FragmentLongerThanItsPdu_Throws")]
    [TestCase("04 00 00000008 00000001 01 03 0000", TestName = "TryRead_FragmentShorterThanItsHeader_Throws")]
    [TestCase("04 00 00000006 00000002 02 03", TestName = "TryRead_FragmentWithEvenContextId_Throws")]
    [TestCase("04 00 00000007 00000002 01 03 00", TestName = "TryRead_FragmentFollowedByAStray_Throws")]
    public void TryRead_ContradictoryLength_Throws(string hex) =>
        Assert.That(() => Read(PduGen.Hex(hex)), Throws.TypeOf<DicomProtocolException>());

    [Test]
    public void TryRead_EvenContextId_Throws() => AssertBroken(r => r with { Contexts = [r.Contexts[0] with { Id = 2 }] }, "2 is even");

    [Test]
    public void TryRead_ContextIdTwice_Throws() => AssertBroken(r => r with { Contexts = [r.Contexts[0], r.Contexts[0]] }, "1 stands twice");

    [Test]
    public void TryRead_NoContext_Throws() => AssertBroken(r => r with { Contexts = [] }, "no presentation context");

    [Test]
    public void TryRead_NoTransferSyntax_Throws() => AssertBroken(r => r with { Contexts = [r.Contexts[0] with { TransferSyntaxes = [] }] }, "no transfer syntax");

    [Test]
    public void TryRead_EmptyAbstractSyntax_Throws() => AssertBroken(r => r with { Contexts = [r.Contexts[0] with { AbstractSyntax = default }] }, "no abstract syntax");

    [Test]
    public void TryRead_TooManyTransferSyntaxes_Throws() =>
        AssertBroken(r => r with { Contexts = [r.Contexts[0] with { TransferSyntaxes = [.. Enumerable.Repeat(new DicomUid("1.2"), 300)] }] }, "more than 256");

    [Test]
    public void TryRead_ItemLongerThanItsPdu_Throws()
    {
        byte[] bytes = PduGen.Encode(Minimal());
        bytes[74 + 3] = 0xFF; // length of the application context item
        Assert.That(() => Read(bytes), Throws.TypeOf<DicomProtocolException>().With.Message.Contains("exceeds"));
    }

    [Test]
    public void TryRead_UnknownItems_AreSkipped()
    {
        byte[] bytes = PduGen.Encode(Minimal());
        byte[] more = [.. bytes, 0x77, 0, 0, 2, 1, 2];
        more[5] += 6;
        Assert.That(((AssociateRequestPdu)Read(more)!).Contexts, Has.Count.EqualTo(1));
    }

    [Test]
    public void TryRead_PaddedAeTitlesAndUids_AreTrimmed()
    {
        byte[] bytes = PduGen.Encode(Minimal());
        Encoding.ASCII.GetBytes("  ARCHIVE\0\0\0\0\0\0\0").CopyTo(bytes, 10);
        Assert.That(((AssociateRequestPdu)Read(bytes)!).CalledAe, Is.EqualTo("ARCHIVE"));
    }

    [Test]
    public void WriteTo_AeTitleTooLong_IsAnArgumentException() =>
        Assert.That(() => PduGen.Encode(Minimal() with { CalledAe = "SEVENTEEN_LETTERS" }), Throws.ArgumentException);

    [Test]
    public void WriteTo_ItemBeyond64K_IsAnArgumentException() =>
        Assert.That(() => PduGen.Encode(Minimal() with { UserInformation = new UserInformation { UserIdentity = new UserIdentity(UserIdentityType.Saml, new byte[65536]) } }), Throws.ArgumentException);

    [Test]
    public void Accepted_WithoutTransferSyntax_Throws() => Assert.That(
        () => Read(PduGen.Encode(new AssociateAcceptPdu { CalledAe = "A", CallingAe = "B", Contexts = [new PresentationContextResult(1, ContextResult.Accepted, default)], UserInformation = new UserInformation() })),
        Throws.TypeOf<DicomProtocolException>());

    [Test]
    public void Rejected_WithoutTransferSyntax_IsRead()
    {
        var pdu = (AssociateAcceptPdu)Read(PduGen.Encode(new AssociateAcceptPdu { CalledAe = "A", CallingAe = "B", Contexts = [new PresentationContextResult(1, ContextResult.NoReason, default)], UserInformation = new UserInformation() }))!;
        Assert.That(pdu.Contexts[0].Result, Is.EqualTo(ContextResult.NoReason));
    }

    [Test]
    public void UserIdentity_DoesNotShowWhatItHolds() =>
        Assert.That(new UserIdentity(UserIdentityType.UsernameAndPasscode, "root"u8.ToArray(), "secret"u8.ToArray()).ToString(), Does.Not.Contain("secret").And.Not.Contain("root"));

    private static void AssertBroken(Func<AssociateRequestPdu, AssociateRequestPdu> change, string message) =>
        Assert.That(() => Read(PduGen.Encode(change(Minimal()))), Throws.TypeOf<DicomProtocolException>().With.Message.Contains(message));

    private static AssociateRequestPdu Minimal() => new()
    {
        CalledAe = "CALLED",
        CallingAe = "CALLING",
        Contexts = [new PresentationContextProposal(1, new DicomUid("1.2.840.10008.1.1"), [new DicomUid("1.2.840.10008.1.2")])],
        UserInformation = new UserInformation { MaxPduLength = 16384 },
    };

    private static Pdu? Read(byte[] bytes)
    {
        var input = new ReadOnlySequence<byte>(bytes);
        return Pdu.TryRead(ref input, 512 * 1024, out Pdu? pdu) ? pdu : null;
    }
}
