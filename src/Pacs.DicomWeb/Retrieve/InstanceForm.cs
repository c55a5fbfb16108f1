using Microsoft.AspNetCore.Http;
using Pacs.Archive;
using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.DicomWeb;

/// <summary>In which form instances are given.</summary>
internal enum InstanceContainer
{
    /// <summary>multipart/related, a part for each.</summary>
    Multipart,

    /// <summary>The only one is the body.</summary>
    Single,

    /// <summary>An archive file.</summary>
    Zip,
}

/// <summary>What a request for instances is answered with: container, and the transfer syntax of each.</summary>
internal sealed record InstanceForm(InstanceContainer Container, SyntaxChoice Syntaxes)
{
    /// <summary>Chooses by what the client takes; null where it takes bulk data.</summary>
    /// <param name="request">The request.</param>
    /// <param name="entries">What is to be given.</param>
    /// <param name="transcoder">Says what can be made.</param>
    /// <exception cref="DicomWebException">Nothing that is acceptable can be made of these.</exception>
    public static InstanceForm? Choose(HttpRequest request, IReadOnlyList<IndexEntry> entries, Transcoder transcoder)
    {
        List<List<MediaRange>> tiers = [.. AcceptHeader.Tiers(request)];
        // The first form that is acceptable; later entries of the same form may name further syntaxes.
        foreach (InstanceContainer? container in tiers.SelectMany(static tier => tier).Select(r => ContainerOf(r, entries.Count)).Where(c => c is not null).Distinct())
        {
            var syntaxes = new SyntaxChoice();
            foreach (List<MediaRange> tier in tiers)
                syntaxes.Add([.. tier.Where(r => ContainerOf(r, entries.Count) == container).Select(r => r.TransferSyntax ?? (container == InstanceContainer.Zip ? "*" : null))]);
            if (entries.Select(e => e.TransferSyntax).Distinct().All(s => syntaxes.Choose(s, transcoder) is not null)) return new InstanceForm(container!.Value, syntaxes);
        }

        // Octets of an instance are its bulk data, for clients of old (PS3.18 §10.4.4).
        if (tiers.Exists(static tier => tier.Exists(static r => r.IsMultipart && r.Inner == MediaTypes.OctetStream))) return null;
        throw new DicomWebException(StatusCodes.Status406NotAcceptable, "Acceptable here: multipart/related; type=\"application/dicom\", application/dicom for one instance, application/zip; in a transfer syntax that can be made of what is stored.");
    }

    private static InstanceContainer? ContainerOf(MediaRange range, int count)
    {
        if (range.IsAny || (range.IsMultipart && range.AcceptsParts(MediaTypes.Dicom))) return InstanceContainer.Multipart;
        if (range.Accepts(MediaTypes.Dicom) && count == 1) return InstanceContainer.Single;
        return range.Type == MediaTypes.Zip ? InstanceContainer.Zip : null;
    }
}
