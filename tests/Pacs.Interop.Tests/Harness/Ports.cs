using System.Net;
using System.Net.Sockets;

namespace Pacs.Interop.Tests.Harness;

internal static class Ports
{
    /// <summary>A port of 127.0.0.1 that is free now. Foreign programs cannot be asked for the one they chose, so it is picked ahead.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static async Task<bool> AnswersAsync(int port, CancellationToken ct)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, ct);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
