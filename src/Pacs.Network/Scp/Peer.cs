using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Pacs.Network;

/// <summary>Another application entity and where it listens.</summary>
/// <param name="AeTitle">Its AE title: at most 16 characters of the default repertoire (PS3.5 §6.2), case matters.</param>
/// <param name="Host">DNS name or IP address.</param>
/// <param name="Port">TCP port, 1 to 65535.</param>
public sealed record Peer(string AeTitle, string Host, int Port)
{
    /// <summary>Reads <c>AETITLE@host:port</c>; an IPv6 address stands in brackets: <c>PACS@[::1]:104</c>.</summary>
    /// <exception cref="FormatException">The text is not of that form.</exception>
    public static Peer Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out Peer? peer) ? peer : throw new FormatException($"'{text}' is no peer: write AETITLE@host:port, with a title of 1 to 16 characters and a port from 1 to 65535.");
    }

    /// <summary>Reads a peer as <see cref="Parse"/> does.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Peer? peer)
    {
        peer = null;
        if (text is null) return false;
        int at = text.LastIndexOf('@'); // a title may hold one, a host may not
        int colon = text.LastIndexOf(':');
        if (at < 0 || colon < at) return false;
        string title = text[..at].Trim();
        string host = text[(at + 1)..colon].Trim();
        if (host is ['[', .. var address, ']']) host = address;
        else if (host.Contains(':', StringComparison.Ordinal)) return false;
        if (!IsAeTitle(title) || host.Length == 0) return false;
        if (!int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port) || port is 0 or > 65535) return false;
        peer = new Peer(title, host, port);
        return true;
    }

    /// <summary>Whether text can be an AE title: 1 to 16 characters without control characters and backslash, not spaces alone (PS3.5 §6.2).</summary>
    public static bool IsAeTitle(string? text) =>
        text is { Length: > 0 and <= 16 } && !string.IsNullOrWhiteSpace(text) && text.All(c => c is >= ' ' and <= '~' and not '\\');

    /// <summary>Reads the text form, so that lists of peers can be written as text.</summary>
#pragma warning disable CA2225 // Parse is the named alternative
    public static implicit operator Peer(string text) => Parse(text);
#pragma warning restore CA2225

    /// <summary>The form that <see cref="Parse"/> reads.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{AeTitle}@{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}");
}
