using Pacs.Archive;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>Encapsulated documents as what they are: PDF, CDA, STL and the like.</summary>
internal static class DocumentBody
{
    /// <summary>False when the instance is no encapsulated document.</summary>
    public static async ValueTask<bool> TryWriteAsync(DicomWebContext context, IndexEntry entry)
    {
        string? stated = entry.Attributes.GetString(DicomTag.MIMETypeOfEncapsulatedDocument);
        if (stated is null) return false;
        string type = TypeOf(stated);
        PictureType.Choose(context.Request, [type]);
        if (ConditionalRequest.IsCurrent(context.Http, InstanceList.Tag([entry], "document"), ConditionalRequest.Immutable)) return true;
        await BulkDataHandler.WriteValueAsync(context, entry, [new DicomPathStep(DicomTag.EncapsulatedDocument)], type).ConfigureAwait(false);
        return true;
    }

    // What a browser would run is given as plain bytes: the data set's word is not to be trusted.
    private static string TypeOf(string stated)
    {
        string type = stated.Trim(' ', '\0').ToLowerInvariant();
        return type is "application/pdf" or "model/stl" or "model/obj" or "model/mtl" or "application/sla" or "image/jpeg" or "image/png" ? type
            : type is "text/xml" or "application/xml" ? "text/xml" : MediaTypes.OctetStream;
    }
}
