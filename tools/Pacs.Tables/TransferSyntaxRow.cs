namespace Pacs.Tables;

/// <summary>The properties of one transfer syntax.</summary>
internal sealed record TransferSyntaxRow(string Uid, bool IsExplicitVR, bool IsBigEndian, bool IsEncapsulated, bool IsDeflated, bool IsLossy)
{
    public static TransferSyntaxRow From(Func<string, string> row)
    {
        var read = new TransferSyntaxRow(row("uid"), row("explicit_vr") == "Y", row("byte_order") == "big", row("encapsulated") == "Y", row("deflated_dataset") == "Y", row("lossy_possible") == "Y");
        return row("keyword") switch
        {
            // The referenced server may send any JPEG 2000 stream (PS3.5 §A.6).
            "JPIPReferenced" or "JPIPReferencedDeflate" or "JPIPHTJ2KReferenced" or "JPIPHTJ2KReferencedDeflate" => read with { IsLossy = true },
            // It preserves the bits of a JPEG stream, which is itself lossy (PS3.5 §8.2.15).
            "JPEGXLJPEGRecompression" => read with { IsLossy = true },
            // The table derives explicit VR for all but the default syntax; the name says otherwise.
            "Papyrus3ImplicitVRLittleEndian" => read with { IsExplicitVR = false },
            _ => read,
        };
    }
}
