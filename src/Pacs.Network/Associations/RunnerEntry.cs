using System.Net;

namespace Pacs.Network;

/// <summary>One connection of a runner, from accept to close.</summary>
internal sealed class RunnerEntry(ITransportConnection connection)
{
    public ITransportConnection Connection { get; } = connection;

    public IPAddress? Address { get; } = (connection.RemoteEndPoint as IPEndPoint)?.Address;

    public Association? Association { get; set; }

    /// <summary>Whether the connection counts as an association; guarded by the runner's lock, as is <see cref="CallingAe"/>.</summary>
    public bool HoldsPlace { get; set; }

    public string? CallingAe { get; set; }
}
