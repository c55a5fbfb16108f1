using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pacs.Interop.Tests.Raw;

/// <summary>An association's requestor over a plain socket: sends a file's data set as it is, and can be cut off anywhere.</summary>
internal sealed class RawAssociation : IDisposable
{
    private readonly TcpClient _client;
    private readonly NetworkStream _stream;
    private readonly List<RawContext> _accepted;
    private readonly uint _peerMax;
    private ushort _messageId;

    private RawAssociation(TcpClient client, List<RawContext> accepted, uint peerMax)
    {
        _client = client;
        _stream = client.GetStream();
        _accepted = accepted;
        _peerMax = peerMax == 0 ? 1 << 20 : peerMax;
    }

    public IReadOnlyList<RawContext> Accepted => _accepted;

    /// <summary>The socket's stream, for those who break rules.</summary>
    public NetworkStream Stream => _stream;

    public static Task<RawAssociation> ConnectAsync(int port, IEnumerable<(string AbstractSyntax, string TransferSyntax)> contexts, IEnumerable<string>? scpRoles = null, CancellationToken ct = default) =>
        ConnectAsync(port, contexts.Distinct().Select((pair, index) => new RawContext((byte)(2 * index + 1), pair.AbstractSyntax, pair.TransferSyntax)).ToList(), scpRoles ?? [], ct);

    public static async Task<RawAssociation> ConnectAsync(int port, IReadOnlyList<RawContext> contexts, IEnumerable<string> scpRoles, CancellationToken ct = default)
    {
        var client = new TcpClient { NoDelay = true };
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, ct);
            var stream = client.GetStream();
            await stream.WriteAsync(RawPdu.Associate(RawPdu.AssociateRq, "PACS", "RAWSCU", contexts, 65536, scpRoles), ct);
            var (type, body) = await RawPdu.ReadAsync(stream, ct);
            if (type != RawPdu.AssociateAc)
                throw new IOException($"The association was not accepted: PDU type {type}.");
            var (accepted, peerMax) = ReadAnswer(body, contexts);
            return new RawAssociation(client, accepted, peerMax);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    public byte ContextOf(string abstractSyntax, string? transferSyntax = null) =>
        _accepted.FirstOrDefault(context => context.AbstractSyntax == abstractSyntax && (transferSyntax is null || context.TransferSyntaxes[0] == transferSyntax))?.Id ?? 0;

    public async Task<ushort> EchoAsync(CancellationToken ct = default)
    {
        const string verification = "1.2.840.10008.1.1";
        await SendAsync(ContextOf(verification), RawCommand.Request(RawCommand.CEcho, ++_messageId, verification, hasDataset: false), null, ct);
        return (await ReceiveAsync(null, ct)).Command.Status;
    }

    /// <summary>Sends one instance; the data set is read from the stream to its end.</summary>
    /// <returns>The status of the response.</returns>
    public async Task<ushort> StoreAsync(string sopClass, string sopInstance, string transferSyntax, Stream dataset, CancellationToken ct = default)
    {
        await SendAsync(ContextOf(sopClass, transferSyntax), StoreRequest(sopClass, sopInstance), dataset, ct);
        return (await ReceiveAsync(null, ct)).Command.Status;
    }

    public RawCommand StoreRequest(string sopClass, string sopInstance) =>
        RawCommand.Request(RawCommand.CStore, ++_messageId, sopClass, hasDataset: true).Set(0x1000, sopInstance);

    /// <summary>Sends a query and returns the identifiers of its pending responses and the final response.</summary>
    public async Task<(List<Dictionary<uint, string>> Matches, RawCommand Final)> FindAsync(string sopClass, RawDataset identifier, CancellationToken ct = default)
    {
        await SendAsync(ContextOf(sopClass), RawCommand.Request(RawCommand.CFind, ++_messageId, sopClass, hasDataset: true), new MemoryStream(identifier.ToArray()), ct);
        var matches = new List<Dictionary<uint, string>>();
        while (true)
        {
            var body = new MemoryStream();
            var message = await ReceiveAsync(fragment => body.Write(fragment.Span), ct);
            if (!message.Command.IsPending)
                return (matches, message.Command);
            matches.Add(RawDataset.ReadImplicit(body.ToArray()));
        }
    }

    /// <summary>Retrieves over this association; each instance's bytes go to the sink that is made for it, and are answered with success.</summary>
    /// <returns>The final response and the data set it carried (the Failed SOP Instance UID List).</returns>
    public async Task<(RawCommand Final, Dictionary<uint, string> Identifier)> GetAsync(string sopClass, RawDataset identifier, Func<string, string, Action<ReadOnlyMemory<byte>>> sinkOf, CancellationToken ct = default)
    {
        await SendAsync(ContextOf(sopClass), RawCommand.Request(RawCommand.CGet, ++_messageId, sopClass, hasDataset: true), new MemoryStream(identifier.ToArray()), ct);
        while (true)
        {
            Action<ReadOnlyMemory<byte>>? sink = null;
            var body = new MemoryStream();
            var (contextId, command) = await ReceiveAsync(
                fragment => { if (sink is null) body.Write(fragment.Span); else sink(fragment); },
                ct,
                (id, request) => { if (request.Field == RawCommand.CStore) sink = sinkOf(request.SopInstance, _accepted.Single(context => context.Id == id).TransferSyntaxes[0]); });
            if (command.Field == RawCommand.CStore)
                await SendAsync(contextId, RawCommand.StoreResponse(command, 0), null, ct);
            else if (!command.IsPending)
                return (command, RawDataset.ReadImplicit(body.ToArray()));
        }
    }

    /// <summary>Asks for a C-MOVE and returns its responses, the final one last.</summary>
    public async Task<List<RawCommand>> MoveAsync(string sopClass, string destination, RawDataset identifier, CancellationToken ct = default)
    {
        await SendAsync(ContextOf(sopClass), RawCommand.Request(RawCommand.CMove, ++_messageId, sopClass, hasDataset: true).Set(0x0600, destination), new MemoryStream(identifier.ToArray()), ct);
        var responses = new List<RawCommand>();
        do
            responses.Add((await ReceiveAsync(null, ct)).Command);
        while (responses[^1].IsPending);
        return responses;
    }

    public async Task SendAsync(byte contextId, RawCommand command, Stream? dataset, CancellationToken ct)
    {
        if (contextId == 0)
            throw new IOException("No context was accepted for this.");
        await _stream.WriteAsync(RawPdu.DataOf(contextId, command.Encode(), command: true, last: true), ct);
        if (dataset is null)
            return;
        var size = (int)Math.Min(_peerMax - 6, 1 << 17) & ~1;
        var (current, next) = (new byte[size], new byte[size]);
        var count = await dataset.ReadAtLeastAsync(current, size, throwOnEndOfStream: false, ct);
        while (true)
        {
            var following = await dataset.ReadAtLeastAsync(next, size, throwOnEndOfStream: false, ct);
            await _stream.WriteAsync(RawPdu.DataOf(contextId, current.AsSpan(0, count), command: false, last: following == 0), ct);
            if (following == 0)
                return;
            (current, next, count) = (next, current, following);
        }
    }

    /// <summary>Receives one message. The fragments of its data set go to <paramref name="onData"/> as they come.</summary>
    public async Task<(byte ContextId, RawCommand Command)> ReceiveAsync(Action<ReadOnlyMemory<byte>>? onData, CancellationToken ct, Action<byte, RawCommand>? onCommand = null)
    {
        var commandBytes = new MemoryStream();
        RawCommand? command = null;
        while (true)
        {
            var (type, body) = await RawPdu.ReadAsync(_stream, ct);
            if (type != RawPdu.Data)
                throw new IOException(type == 0 ? "The peer closed the connection." : $"PDU type {type} instead of data.");
            for (var at = 0; at < body.Length;)
            {
                var length = (int)BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(at)) - 2;
                var (id, control) = (body[at + 4], body[at + 5]);
                var fragment = body.AsMemory(at + 6, length);
                at += 6 + length;
                if ((control & 1) != 0)
                {
                    commandBytes.Write(fragment.Span);
                    if ((control & 2) == 0)
                        continue;
                    command = RawCommand.Decode(commandBytes.ToArray());
                    onCommand?.Invoke(id, command);
                    if (!command.HasDataset)
                        return (id, command);
                }
                else
                {
                    onData?.Invoke(fragment);
                    if ((control & 2) != 0)
                        return (id, command ?? throw new IOException("A data set before its command."));
                }
            }
        }
    }

    public async Task ReleaseAsync(CancellationToken ct = default)
    {
        await _stream.WriteAsync(RawPdu.Make(RawPdu.ReleaseRq, new byte[4]), ct);
        var (type, _) = await RawPdu.ReadAsync(_stream, ct);
        if (type != RawPdu.ReleaseRp)
            throw new IOException($"PDU type {type} instead of a release response.");
    }

    public void Dispose() => _client.Dispose();

    private static (List<RawContext> Accepted, uint PeerMax) ReadAnswer(byte[] body, IReadOnlyList<RawContext> proposed)
    {
        var accepted = new List<RawContext>();
        uint peerMax = 16384;
        foreach (var (type, content) in RawPdu.Items(body, 68))
        {
            if (type == 0x21 && content[2] == 0)
            {
                var syntax = RawPdu.Items(content, 4).First(item => item.Type == 0x40).Content;
                accepted.Add(new RawContext(content[0], proposed.Single(context => context.Id == content[0]).AbstractSyntax, Encoding.ASCII.GetString(syntax).TrimEnd('\0')));
            }
            else if (type == 0x50)
            {
                foreach (var (sub, value) in RawPdu.Items(content, 0))
                    if (sub == 0x51)
                        peerMax = BinaryPrimitives.ReadUInt32BigEndian(value);
            }
        }
        return (accepted, peerMax);
    }
}
