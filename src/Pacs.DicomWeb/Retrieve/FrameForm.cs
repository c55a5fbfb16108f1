using Microsoft.AspNetCore.Http;
using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.DicomWeb;

/// <summary>In which form frames are given.</summary>
/// <param name="IsMultipart">A part for each frame; else the only frame is the body.</param>
/// <param name="MediaType">Of a frame.</param>
/// <param name="Syntax">How a frame is encoded; Explicit VR Little Endian for native pixels.</param>
internal sealed record FrameForm(bool IsMultipart, string MediaType, TransferSyntax Syntax)
{
    /// <summary>Chooses by what the client takes (PS3.18 §8.7.3.3).</summary>
    /// <param name="request">The request.</param>
    /// <param name="stored">How the frames are stored.</param>
    /// <param name="count">Frames asked for.</param>
    /// <param name="transcoder">Says what can be made.</param>
    /// <exception cref="DicomWebException">Nothing that is acceptable can be made of these.</exception>
    public static FrameForm Choose(HttpRequest request, TransferSyntax stored, int count, Transcoder transcoder)
    {
        foreach (List<MediaRange> equals in AcceptHeader.Tiers(request))
        {
            // Of what the client likes equally well, what fits is not touched; only then something is made.
            foreach (bool mayTranscode in (ReadOnlySpan<bool>)[false, true])
            {
                foreach (MediaRange range in equals)
                    if (Match(range, stored, count, mayTranscode ? transcoder : null) is { } form) return form;
            }
        }

        throw new DicomWebException(StatusCodes.Status406NotAcceptable, $"The frames are stored in {stored.Uid.Value}; they cannot be given in a form that is acceptable.");
    }

    private static FrameForm? Match(MediaRange range, TransferSyntax stored, int count, Transcoder? transcoder)
    {
        bool isMultipart = range.IsMultipart || range.IsAny;
        string type = range.IsAny ? "*/*" : range.IsMultipart ? range.Inner ?? "*/*" : range.Type;
        if (!isMultipart && count != 1) return null;
        string? wanted = range.TransferSyntax;
        foreach (TransferSyntax syntax in Candidates(type, wanted, stored))
        {
            if (syntax != stored && transcoder?.CanTranscode(stored, syntax) != true) continue;
            string media = type is "*/*" or "image/*" or "video/*" ? MediaTypes.OfFrame(syntax) : type;
            return new FrameForm(isMultipart, media, syntax);
        }

        return null;
    }

    // In order of preference. The stored syntax is told by its being native or not: frames have no Explicit or Implicit VR.
    private static IEnumerable<TransferSyntax> Candidates(string type, string? wanted, TransferSyntax stored)
    {
        TransferSyntax native = TransferSyntax.ExplicitVRLittleEndian;
        bool isAny = type is "*/*" or "image/*" or "video/*";
        if (type == MediaTypes.OctetStream || isAny)
        {
            if (wanted == "*")
            {
                // As it is, where clients know the syntax by name; else native.
                if (MediaTypes.IsForFrames(stored) && IsOf(type, stored)) yield return stored;
                if (type is MediaTypes.OctetStream or "*/*") yield return native;
                yield break;
            }

            if (wanted is not null)
            {
                if (Named(wanted, stored) is { } named) yield return named;
                yield break;
            }

            if (isAny && stored.IsEncapsulated)
            {
                // Lossy pixels, and videos, are given as they are (PS3.18 §8.7.3).
                if (IsOf(type, stored) && (stored.IsLossy || type != "*/*")) yield return stored;
            }

            if (type is MediaTypes.OctetStream or "*/*") yield return native;
            if (type == "*/*" && MediaTypes.IsForFrames(stored)) yield return stored;
            yield break;
        }

        if (FrameMediaTypes.SyntaxesOf(type) is not { } syntaxes) yield break;
        if (wanted is not null and not "*")
        {
            if (Named(wanted, stored) is { } named && syntaxes.Contains(named)) yield return named;
            yield break;
        }

        if (syntaxes.Contains(stored)) yield return stored;
        foreach (TransferSyntax syntax in syntaxes) yield return syntax;
    }

    private static bool IsOf(string type, TransferSyntax syntax) => type switch
    {
        "image/*" => MediaTypes.OfFrame(syntax).StartsWith("image/", StringComparison.Ordinal),
        "video/*" => MediaTypes.OfFrame(syntax).StartsWith("video/", StringComparison.Ordinal),
        _ => true,
    };

    // Null for one that nobody knows, unless the frames are in it.
    private static TransferSyntax? Named(string uid, TransferSyntax stored)
    {
        var syntax = TransferSyntax.Get(new DicomUid(uid));
        return syntax == stored || syntax.IsEncapsulated ? syntax : syntax.IsKnown ? TransferSyntax.ExplicitVRLittleEndian : null;
    }
}
