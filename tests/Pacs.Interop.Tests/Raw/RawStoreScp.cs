using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pacs.Interop.Tests.Raw;

/// <summary>A storage SCP that takes what its test allows and keeps the data sets as they came: the far end of a C-MOVE.</summary>
internal sealed class RawStoreScp : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<string, bool> _accepts;
    private readonly Task _accepting;

    /// <param name="accepts">Which transfer syntaxes are accepted; all when null.</param>
    public RawStoreScp(Func<string, bool>? accepts = null)
    {
        _accepts = accepts ?? (_ => true);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public ConcurrentDictionary<string, byte[]> Received { get; } = [];

    /// <summary>The Move Originator AE titles that came with the requests (PS3.7 §9.1.1.1).</summary>
    public ConcurrentDictionary<string, string> MoveOriginators { get; } = [];

    /// <summary>The status this SCP answers an instance with; success when null.</summary>
    public Func<string, ushort>? StatusOf { get; init; }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
                serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync()));
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var owned = client;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var stream = client.GetStream();
        try
        {
            var (type, request) = await RawPdu.ReadAsync(stream, limit.Token);
            if (type != RawPdu.AssociateRq)
                return;
            await stream.WriteAsync(Answer(request), limit.Token);
            await MessagesAsync(stream, limit.Token);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // The peer left; what it had completed is kept.
        }
    }

    private async Task MessagesAsync(NetworkStream stream, CancellationToken ct)
    {
        RawCommand? command = null;
        var (commandBytes, dataset) = (new MemoryStream(), new MemoryStream());
        while (true)
        {
            var (type, body) = await RawPdu.ReadAsync(stream, ct);
            if (type == RawPdu.ReleaseRq)
                await stream.WriteAsync(RawPdu.Make(RawPdu.ReleaseRp, new byte[4]), ct);
            if (type != RawPdu.Data)
                return;
            for (var at = 0; at < body.Length;)
            {
                var length = (body[at] << 24) | (body[at + 1] << 16) | (body[at + 2] << 8) | body[at + 3];
                var (id, control) = (body[at + 4], body[at + 5]);
                ((control & 1) != 0 ? commandBytes : dataset).Write(body, at + 6, length - 2);
                at += 4 + length;
                if (control == 3)
                {
                    command = RawCommand.Decode(commandBytes.ToArray());
                    commandBytes.SetLength(0);
                }
                if (control is not 2 && !(control is 3 && !command!.HasDataset))
                    continue;
                await RespondAsync(stream, id, command!, dataset, ct);
                dataset.SetLength(0);
            }
        }
    }

    private async Task RespondAsync(NetworkStream stream, byte contextId, RawCommand command, MemoryStream dataset, CancellationToken ct)
    {
        var status = StatusOf?.Invoke(command.SopInstance) ?? 0;
        if (status == 0 && command.Field == RawCommand.CStore)
        {
            Received[command.SopInstance] = dataset.ToArray();
            MoveOriginators[command.SopInstance] = command.Text(0x1030);
        }
        await stream.WriteAsync(RawPdu.DataOf(contextId, RawCommand.StoreResponse(command, status).Encode(), command: true, last: true), ct);
    }

    private byte[] Answer(byte[] request)
    {
        var called = Encoding.ASCII.GetString(request, 4, 16);
        var calling = Encoding.ASCII.GetString(request, 20, 16);
        var contexts = new List<RawContext>();
        var rejected = new HashSet<byte>();
        foreach (var (_, content) in RawPdu.Items(request, 68).Where(item => item.Type == 0x20))
        {
            var offered = RawPdu.Items(content, 4).Where(item => item.Type == 0x40).Select(item => Encoding.ASCII.GetString(item.Content).TrimEnd('\0')).ToList();
            var chosen = offered.FirstOrDefault(_accepts);
            if (chosen is null)
                rejected.Add(content[0]);
            contexts.Add(new RawContext(content[0], "", chosen ?? offered[0]));
        }
        var answer = RawPdu.Associate(RawPdu.AssociateAc, called, calling, contexts, 65536, []);
        // Result 4: transfer syntaxes not supported (PS3.8 §9.3.3.2).
        for (var at = 6 + 68; at + 8 <= answer.Length; at += 4 + ((answer[at + 2] << 8) | answer[at + 3]))
            if (answer[at] == 0x21 && rejected.Contains(answer[at + 4]))
                answer[at + 6] = 4;
        return answer;
    }
}
