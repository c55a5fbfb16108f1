using Microsoft.AspNetCore.Http;

namespace Pacs.DicomWeb.Security;

/// <summary>Requests of browsers that cannot set headers.</summary>
internal static class RequestKinds
{
    public static bool IsWebSocket(this HttpRequest request) =>
        request.Headers.Upgrade.ToString().Contains("websocket", StringComparison.OrdinalIgnoreCase) || HttpMethods.IsConnect(request.Method);

    public static bool IsEventStream(this HttpRequest request) => request.Headers.Accept.ToString().Contains("text/event-stream", StringComparison.OrdinalIgnoreCase);
}
