using System.Net;
using System.Net.Sockets;
using Pacs.Interop.Tests.Raw;

namespace Pacs.Interop.Tests.Robustness;

/// <summary>What a peer says in a whole association, as bytes: to be cut off, bent and broken.</summary>
internal static class Conversation
{
    public static byte[] Associate() =>
        RawPdu.Associate(RawPdu.AssociateRq, "PACS", "HOSTILE", [new RawContext(1, Uids.CtImage, Uids.ExplicitLittleEndian), new RawContext(3, Uids.Verification, Uids.ImplicitLittleEndian), new RawContext(5, Uids.StudyFind, Uids.ImplicitLittleEndian)], 16384, []);

    /// <summary>Associate, store one instance in PDUs of up to 8 KB, release.</summary>
    public static byte[] Store(SyntheticObject instance)
    {
        var bytes = new MemoryStream();
        bytes.Write(Associate());
        var command = RawCommand.Request(RawCommand.CStore, 1, Uids.CtImage, hasDataset: true).Set(0x1000, instance.SopInstance);
        bytes.Write(RawPdu.DataOf(1, command.Encode(), command: true, last: true));
        var dataset = instance.ToArray();
        for (var at = 0; at < dataset.Length; at += 8000)
        {
            var length = Math.Min(8000, dataset.Length - at);
            bytes.Write(RawPdu.DataOf(1, dataset.AsSpan(at, length), command: false, last: at + length == dataset.Length));
        }
        bytes.Write(RawPdu.Make(RawPdu.ReleaseRq, new byte[4]));
        return bytes.ToArray();
    }

    /// <summary>Connects, says the bytes and goes: by a reset, or in good order after the server has closed.</summary>
    public static async Task SayAsync(int port, ReadOnlyMemory<byte> bytes, bool reset)
    {
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, port);
        try
        {
            NetworkStream stream = client.GetStream(); // not to be had once one direction is shut down
            await stream.WriteAsync(bytes);
            if (reset)
            {
                client.LingerState = new LingerOption(true, 0);
                return;
            }
            client.Client.Shutdown(SocketShutdown.Send);
            await DrainAsync(stream);
        }
        catch (IOException)
        {
            // The server had heard enough.
        }
    }

    /// <summary>Reads until the server closes; a test fails when it does not within a time.</summary>
    public static async Task<List<byte>> DrainAsync(NetworkStream stream)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var types = new List<byte>();
        try
        {
            while (true)
            {
                var (type, _) = await RawPdu.ReadAsync(stream, limit.Token);
                if (type == 0)
                    return types;
                types.Add(type);
            }
        }
        catch (IOException)
        {
            return types;
        }
    }
}
