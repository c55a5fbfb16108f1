using System.Net;
namespace Pacs.Network;
internal static class TcpTransport { public static ITransportListener Listen(IPEndPoint e) => throw new InvalidOperationException(); }
