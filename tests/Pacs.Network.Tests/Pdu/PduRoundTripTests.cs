using System.Buffers;
using CsCheck;

namespace Pacs.Network.Tests;

[Category("PS3.8 §9.3")]
public sealed class PduRoundTripTests
{
    [Test]
    public void TryRead_OfWhatWasWritten_ReturnsTheSamePdu() => PduGen.Any.Sample(pdu =>
    {
        byte[] bytes = PduGen.Encode(pdu);
        var input = new ReadOnlySequence<byte>(bytes);

        Assert.That(Pdu.TryRead(ref input, 0, out Pdu? read), Is.True);

        Assert.That(input.IsEmpty);
        Assert.That(read!.Type, Is.EqualTo(pdu.Type));
        Assert.That(PduGen.Encode(read), Is.EqualTo(bytes), "written again, it has the same bytes");
    });

    [Test]
    public void TryRead_OfARequest_ReturnsItsFields() => PduGen.Request.Sample(pdu =>
    {
        var expected = (AssociateRequestPdu)pdu;
        var read = (AssociateRequestPdu)Read(PduGen.Encode(pdu))!;

        Assert.That((read.CalledAe, read.CallingAe, read.ProtocolVersion), Is.EqualTo((expected.CalledAe, expected.CallingAe, expected.ProtocolVersion)));
        Assert.That(read.Contexts.Select(c => (c.Id, c.AbstractSyntax, string.Join(',', c.TransferSyntaxes))), Is.EqualTo(expected.Contexts.Select(c => (c.Id, c.AbstractSyntax, string.Join(',', c.TransferSyntaxes)))));
        UserInformation a = read.UserInformation, b = expected.UserInformation;
        Assert.That((a.MaxPduLength, a.ImplementationClassUid, a.ImplementationVersionName, a.AsyncOperationsWindow), Is.EqualTo((b.MaxPduLength, b.ImplementationClassUid, b.ImplementationVersionName, b.AsyncOperationsWindow)));
        Assert.That(a.RoleSelections, Is.EqualTo(b.RoleSelections));
        Assert.That(a.UserIdentity?.Primary.ToArray(), Is.EqualTo(b.UserIdentity?.Primary.ToArray()));
        Assert.That(a.UserIdentity?.Secondary.ToArray(), Is.EqualTo(b.UserIdentity?.Secondary.ToArray()));
        Assert.That(a.CommonExtendedNegotiations.Select(c => string.Join(',', c.RelatedGeneralSopClasses)), Is.EqualTo(b.CommonExtendedNegotiations.Select(c => string.Join(',', c.RelatedGeneralSopClasses))));
    });

    [Test]
    public void TryRead_PduSplitAcrossSegments_ReturnsSamePdu() => Gen.Select(PduGen.Any, Gen.Int[0, 3000].Array[0, 6]).Sample((pdu, cuts) =>
    {
        byte[] bytes = PduGen.Encode(pdu);
        ReadOnlySequence<byte> input = PduGen.Split(bytes, cuts);

        Assert.That(Pdu.TryRead(ref input, 0, out Pdu? read), Is.True);
        Assert.That(PduGen.Encode(read!), Is.EqualTo(bytes));
    });

    [Test]
    public void TryRead_OfAStreamOfPdus_ReturnsThemOneByOne() => PduGen.Any.Array[1, 5].Sample(pdus =>
    {
        var input = new ReadOnlySequence<byte>(PduGen.Encode(pdus));
        foreach (Pdu pdu in pdus)
        {
            Assert.That(Pdu.TryRead(ref input, 0, out Pdu? read), Is.True);
            Assert.That(read!.Type, Is.EqualTo(pdu.Type));
        }

        Assert.That(Pdu.TryRead(ref input, 0, out _), Is.False);
    });

    [Test]
    public void TryRead_OfAnyPrefix_ReturnsFalseAndLeavesTheInput() => PduGen.Any.Sample(
        pdu =>
        {
            byte[] bytes = PduGen.Encode(pdu);
            for (int length = 0; length < bytes.Length; length += length < 90 ? 1 : 37)
            {
                var input = new ReadOnlySequence<byte>(bytes, 0, length);
                Assert.That(Pdu.TryRead(ref input, 0, out _), Is.False);
                Assert.That(input.Length, Is.EqualTo(length));
            }
        },
        iter: 60);

    [Test]
    public void TryRead_OfRandomBytes_ReadsOrThrowsTheTypedError() => Gen.Byte.Array[0, 400].Sample(bytes =>
    {
        if (bytes.Length > 0) bytes[0] = (byte)(bytes[0] % 9);
        TryReadAny(bytes);
    });

    [Test]
    public void TryRead_OfAPduWithFlippedBytes_ReadsOrThrowsTheTypedError() =>
        Gen.Select(PduGen.Any, Gen.Select(Gen.Int[0, 5000], Gen.Byte).Array[1, 8]).Sample((pdu, flips) =>
        {
            byte[] bytes = PduGen.Encode(pdu);
            foreach ((int at, byte value) in flips) bytes[at % bytes.Length] = value;
            TryReadAny(bytes);
        });

    private static void TryReadAny(byte[] bytes)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var input = new ReadOnlySequence<byte>(bytes);
        try
        {
            Pdu.TryRead(ref input, 512 * 1024, out _);
        }
        catch (DicomProtocolException)
        {
            Assert.That(input.Length, Is.EqualTo(bytes.Length), "an error leaves the input");
        }

        // A hostile length must not be turned into memory: what is allocated is in proportion to what was sent.
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(20_000 + bytes.Length * 100L));
    }

    private static Pdu? Read(byte[] bytes)
    {
        var input = new ReadOnlySequence<byte>(bytes);
        return Pdu.TryRead(ref input, 0, out Pdu? pdu) ? pdu : null;
    }
}
