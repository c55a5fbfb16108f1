using System.Buffers;
using System.Text;
using CsCheck;
using Pacs.Core;

namespace Pacs.Network.Tests;

/// <summary>Generators of valid PDUs.</summary>
internal static class PduGen
{
    public static readonly Gen<DicomUid> Uid = Gen.UInt.Array[1, 5].Select(parts => new DicomUid("1.2." + string.Join('.', parts)));

    public static readonly Gen<string> Ae = Gen.Char["ABCXYZ_09 "].Array[1, 16].Select(c => new string(c).Trim()).Where(s => s.Length > 0);

    public static readonly Gen<ReadOnlyMemory<byte>> Bytes = Gen.Byte.Array[0, 40].Select(b => new ReadOnlyMemory<byte>(b));

    public static readonly Gen<UserInformation> User =
        from max in Gen.UInt
        from implementation in Uid
        from version in Gen.OneOf(Gen.Const((string?)null), Ae.Select(s => (string?)s))
        from window in Gen.OneOf(Gen.Const((AsyncOperationsWindow?)null), Gen.Select(Gen.UShort, Gen.UShort, (a, b) => (AsyncOperationsWindow?)new AsyncOperationsWindow(a, b)))
        from roles in Gen.Select(Uid, Gen.Int[0, 3], (u, r) => new RoleSelection(u, (ContextRoles)r)).Array[0, 4]
        from extended in Gen.Select(Uid, Bytes, (u, b) => new ExtendedNegotiation(u, b)).Array[0, 3]
        from common in Gen.Select(Uid, Uid, Uid.Array[0, 3], (a, b, c) => new CommonExtendedNegotiation(a, b, c)).Array[0, 3]
        from identity in Gen.OneOf(
            Gen.Const((UserIdentity?)null),
            Gen.Select(Gen.Int[1, 5], Bytes, Bytes, Gen.Bool, (t, a, b, r) => (UserIdentity?)new UserIdentity((UserIdentityType)t, a, b, r)))
        from response in Gen.OneOf(Gen.Const((ReadOnlyMemory<byte>?)null), Bytes.Select(b => (ReadOnlyMemory<byte>?)b))
        select new UserInformation
        {
            MaxPduLength = max,
            ImplementationClassUid = implementation,
            ImplementationVersionName = version,
            AsyncOperationsWindow = window,
            RoleSelections = roles,
            ExtendedNegotiations = extended,
            CommonExtendedNegotiations = common,
            UserIdentity = identity,
            UserIdentityResponse = response,
        };

    public static readonly Gen<Pdu> Request =
        from called in Ae
        from calling in Ae
        from version in Gen.UShort
        from contexts in Gen.Select(Uid, Uid.Array[1, 5]).Array[1, 128]
        from user in User
        select (Pdu)new AssociateRequestPdu
        {
            CalledAe = called,
            CallingAe = calling,
            ProtocolVersion = version,
            Contexts = [.. contexts.Select((c, i) => new PresentationContextProposal((byte)(i * 2 + 1), c.Item1, c.Item2))],
            UserInformation = user,
        };

    public static readonly Gen<Pdu> Accept =
        from called in Ae
        from calling in Ae
        from contexts in Gen.Select(Gen.Int[0, 4], Uid).Array[0, 128]
        from user in User
        select (Pdu)new AssociateAcceptPdu
        {
            CalledAe = called,
            CallingAe = calling,
            Contexts = [.. contexts.Select((c, i) => new PresentationContextResult((byte)(i * 2 + 1), (ContextResult)c.Item1, c.Item2))],
            UserInformation = user,
        };

    public static readonly Gen<Pdu> Data =
        from values in Gen.Select(Gen.Int[0, 127], Gen.Bool, Gen.Bool, Bytes, (id, c, l, b) => new PresentationDataValue((byte)(id * 2 + 1), c, l, b)).Array[1, 6]
        select (Pdu)new DataTransferPdu(values);

    public static readonly Gen<Pdu> Any = Gen.OneOf(
        Request,
        Accept,
        Gen.Select(Gen.Byte, Gen.UShort, (a, b) => (Pdu)new AssociateRejectPdu((RejectResult)a, (RejectReason)b)),
        Data,
        Gen.Const((Pdu)ReleaseRequestPdu.Instance),
        Gen.Const((Pdu)ReleaseResponsePdu.Instance),
        Gen.Select(Gen.Byte, Gen.Byte, (a, b) => (Pdu)new AbortPdu((AbortSource)a, (AbortReason)b)));

    public static byte[] Encode(params Pdu[] pdus)
    {
        var writer = new ArrayBufferWriter<byte>();
        foreach (Pdu pdu in pdus) pdu.WriteTo(writer);
        return writer.WrittenSpan.ToArray();
    }

    /// <summary>A sequence of segments cut at the given places.</summary>
    public static ReadOnlySequence<byte> Split(byte[] bytes, params int[] cuts)
    {
        int[] at = [0, .. cuts.Select(c => Math.Clamp(c, 0, bytes.Length)).Order(), bytes.Length];
        Part? first = null, last = null;
        for (int i = 0; i + 1 < at.Length; i++)
        {
            last = new Part(bytes.AsMemory(at[i]..at[i + 1]), last);
            first ??= last;
        }

        return new ReadOnlySequence<byte>(first!, 0, last!, last!.Memory.Length);
    }

    public static byte[] Hex(string text) => Convert.FromHexString(new StringBuilder(text).Replace(" ", "").Replace("\n", "").ToString());

    private sealed class Part : ReadOnlySequenceSegment<byte>
    {
        public Part(ReadOnlyMemory<byte> memory, Part? before)
        {
            Memory = memory;
            if (before is null) return;
            RunningIndex = before.RunningIndex + before.Memory.Length;
            before.Next = this;
        }
    }
}
