using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Pacs.Core;

namespace Pacs.Network;

/// <summary>Cuts messages into P-DATA-TF PDUs that the peer takes, one fragment a PDU (PS3.8 §9.3.5, Annex E).</summary>
/// <remarks>Command set and data set stand in PDUs of their own, as most implementations expect, but go out together.</remarks>
internal sealed class MessageWriter(UpperLayer upperLayer, AssociationInfo info)
{
    /// <summary>Bytes in one send: enough to make the call cheap, few enough to stay in the cache.</summary>
    private const int SendLength = 256 * 1024;

    private const int HeadersLength = PduHeader.Size + PdvHeader.Size;

    /// <summary>Command group, then length 4 of element 0000 (PS3.7 §E.1).</summary>
    private const int GroupLengthSize = 12;

    private readonly List<Memory<byte>> _gaps = [];

    /// <summary>Longest payload of a fragment; even, because fragments have even length (PS3.8 §E.1).</summary>
    private readonly int _maxPayload = (int)Math.Min(info.PeerMaxPduLength == 0 ? uint.MaxValue : info.PeerMaxPduLength - PdvHeader.Size, SendLength - HeadersLength) & ~1;

    /// <summary>Whether the beginning of a message was sent and its end was not.</summary>
    public bool IsMidMessage { get; private set; }

    /// <summary>Encodes a command set with the right group length.</summary>
    /// <param name="command">Group 0000.</param>
    /// <param name="scratch">Empty; holds the bytes that are returned.</param>
    /// <param name="elements">What the command says.</param>
    /// <exception cref="ArgumentException">It is no command set.</exception>
    public static ReadOnlyMemory<byte> EncodeCommand(DicomDataset command, PooledWriter scratch, out CommandElements elements)
    {
        scratch.GetSpan(GroupLengthSize)[..GroupLengthSize].Clear();
        scratch.Advance(GroupLengthSize);
        command.WriteTo(scratch, TransferSyntax.ImplicitVRLittleEndian);
        Memory<byte> bytes = scratch.Written;
        bool hasGroupLength = bytes.Length >= 2 * GroupLengthSize && BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span[GroupLengthSize..]) == 4UL << 32;
        if (hasGroupLength) bytes = bytes[GroupLengthSize..];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.Span, 4UL << 32); // (0000,0000), length 4
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.Span[8..], (uint)(bytes.Length - GroupLengthSize));
        elements = Examine(bytes.Span);
        return bytes;
    }

    /// <summary>What an encoded command says.</summary>
    /// <exception cref="ArgumentException">It is no command set.</exception>
    public static CommandElements Examine(ReadOnlySpan<byte> command)
    {
        try
        {
            return CommandElements.Scan(command);
        }
        catch (DicomProtocolException e)
        {
            throw new ArgumentException($"This is no command set: {e.Message}", nameof(command), e);
        }
    }

    /// <summary>Writes a whole message; the output is locked. Flushes when told to, and when much has gathered.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask WriteAsync(PresentationContext context, ReadOnlyMemory<byte> command, DicomDataset? dataset, bool flush, CancellationToken ct)
    {
        if (dataset is null)
        {
            WriteFragments(context.Id, isCommand: true, command.Span, PdusLength(command.Length));
        }
        else
        {
            using var scratch = new PooledWriter();
            dataset.WriteTo(scratch, context.TransferSyntax);
            ReadOnlyMemory<byte> body = scratch.Written;
            long total = PdusLength(command.Length) + PdusLength(body.Length);
            WriteFragments(context.Id, isCommand: true, command.Span, total);
            for (int offset = 0; offset == 0 || offset < body.Length;)
            {
                int length = Math.Min(body.Length - offset, Math.Max(SendLength / (_maxPayload + HeadersLength), 1) * _maxPayload);
                bool isLast = offset + length == body.Length;
                WriteFragments(context.Id, isCommand: false, body.Span.Slice(offset, length), 0, isLast);
                offset += length;
                if (isLast) break;
                IsMidMessage = true;
                await upperLayer.FlushAsync(ct).ConfigureAwait(false);
            }
        }

        IsMidMessage = false;
        if (flush || (upperLayer.Output.CanGetUnflushedBytes && upperLayer.Output.UnflushedBytes >= SendLength / 4))
            await upperLayer.FlushAsync(ct).ConfigureAwait(false);
    }

    /// <summary>Writes a command set and streams a data set after it; the output is locked.</summary>
    /// <remarks>Each round reads into the gaps between the headers and sends all with one call. Nothing is given to the output before it was read: if the first read fails, nothing was sent.</remarks>
    public async ValueTask WriteAsync(PresentationContext context, ReadOnlyMemory<byte> command, IEncodedDataset payload, CancellationToken ct)
    {
        PipeWriter output = upperLayer.Output;
        long length = payload.Length, offset = 0;
        int prefix = (int)PdusLength(command.Length);
        do
        {
            int perSend = Math.Max((SendLength - prefix) / (_maxPayload + HeadersLength), 1);
            int fragments = (int)Math.Clamp((length - offset + _maxPayload - 1) / _maxPayload, 1, perSend);
            long payloadLength = Math.Min((long)fragments * _maxPayload, length - offset);
            int total = prefix + checked((int)(payloadLength + (long)fragments * HeadersLength));
            Memory<byte> memory = output.GetMemory(total)[..total];
            if (prefix > 0) PutFragments(memory.Span, context.Id, isCommand: true, command.Span);

            long read = await ReadIntoGapsAsync(payload, offset, memory[prefix..], payloadLength, ct).ConfigureAwait(false);
            if (read != payloadLength)
                throw new EndOfStreamException($"The data set ended after {offset + read} of {length} bytes.");

            PutHeaders(memory.Span[prefix..], context.Id, payloadLength, isEnd: offset + payloadLength == length);
            output.Advance(total);
            NetworkTelemetry.PdusSent.Add(fragments + (prefix > 0 ? 1 : 0));
            offset += payloadLength;
            prefix = 0;
            IsMidMessage = offset < length;
            await upperLayer.FlushAsync(ct).ConfigureAwait(false);
        }
        while (offset < length);
    }

    private ValueTask<long> ReadIntoGapsAsync(IEncodedDataset payload, long offset, Memory<byte> memory, long payloadLength, CancellationToken ct)
    {
        if (payloadLength == 0) return new ValueTask<long>(0);
        if (payloadLength <= _maxPayload) return Widen(payload.ReadAsync(offset, memory.Slice(HeadersLength, (int)payloadLength), ct));
        _gaps.Clear();
        for (long left = payloadLength; left > 0; left -= _maxPayload)
        {
            int count = (int)Math.Min(left, _maxPayload);
            _gaps.Add(memory.Slice(HeadersLength, count));
            memory = memory[(HeadersLength + count)..];
        }

        return payload.ReadAsync(offset, _gaps, ct);

        static async ValueTask<long> Widen(ValueTask<int> reading) => await reading.ConfigureAwait(false);
    }

    private void PutHeaders(Span<byte> memory, byte contextId, long payloadLength, bool isEnd)
    {
        do
        {
            int count = (int)Math.Min(payloadLength, _maxPayload);
            payloadLength -= count;
            PutHeader(memory, contextId, isCommand: false, isLast: isEnd && payloadLength == 0, count);
            memory = memory[(HeadersLength + count)..];
        }
        while (payloadLength > 0);
    }

    /// <summary>Bytes on the wire of a command set or data set.</summary>
    private long PdusLength(long payload) => payload + Math.Max((payload + _maxPayload - 1) / _maxPayload, 1) * HeadersLength;

    private void WriteFragments(byte contextId, bool isCommand, ReadOnlySpan<byte> bytes, long expected, bool isLast = true)
    {
        int total = (int)PdusLength(bytes.Length);
        // The hint makes room for the whole message at once where it is known.
        Span<byte> memory = upperLayer.Output.GetSpan((int)Math.Clamp(expected, total, SendLength + total));
        PutFragments(memory, contextId, isCommand, bytes, isLast);
        upperLayer.Output.Advance(total);
        NetworkTelemetry.PdusSent.Add(Math.Max((bytes.Length + _maxPayload - 1) / _maxPayload, 1));
    }

    private void PutFragments(Span<byte> memory, byte contextId, bool isCommand, ReadOnlySpan<byte> bytes, bool isLast = true)
    {
        do
        {
            int count = Math.Min(bytes.Length, _maxPayload);
            PutHeader(memory, contextId, isCommand, isLast && count == bytes.Length, count);
            bytes[..count].CopyTo(memory[HeadersLength..]);
            bytes = bytes[count..];
            memory = memory[(HeadersLength + count)..];
        }
        while (!bytes.IsEmpty);
    }

    private static void PutHeader(Span<byte> memory, byte contextId, bool isCommand, bool isLast, int count)
    {
        new PduHeader(PduType.DataTransfer, (uint)(PdvHeader.Size + count)).Write(memory);
        new PdvHeader((uint)count, contextId, isCommand, isLast).Write(memory[PduHeader.Size..]);
    }
}
