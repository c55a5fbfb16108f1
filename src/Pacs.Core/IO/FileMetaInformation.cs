using System.Buffers;
using System.Buffers.Binary;

namespace Pacs.Core;

/// <summary>Preamble, prefix and group 0002 of a DICOM file (PS3.10 §7.1).</summary>
public static class FileMetaInformation
{
    /// <summary>Bytes before the file meta elements: preamble and the letters DICM.</summary>
    public const int PrefixLength = 132;

    /// <summary>UID that names this implementation, under the root of a random UUID (PS3.5 §B.2).</summary>
    public static DicomUid ImplementationClassUid { get; } = new("2.25.23805687217010168869959498605006015835");

    /// <summary>Name and version of this implementation, at most 16 characters.</summary>
    public const string ImplementationVersionName = "PACS_0_1";

    /// <summary>Writes preamble, prefix and the required elements of group 0002.</summary>
    /// <param name="output">Receives about 350 bytes.</param>
    /// <param name="id">Media Storage SOP Class and Instance UID.</param>
    /// <param name="syntax">Transfer syntax of the data set that follows.</param>
    /// <param name="sourceAe">AE title that sent the instance, or null.</param>
    public static void Write(IBufferWriter<byte> output, InstanceId id, TransferSyntax syntax, string? sourceAe = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(syntax);
        var meta = new DicomDataset();
        meta.SetBytes(DicomTag.FileMetaInformationVersion, DicomVR.OB, [0x00, 0x01]);
        meta.Set(DicomTag.MediaStorageSOPClassUID, id.SopClass);
        meta.Set(DicomTag.MediaStorageSOPInstanceUID, id.SopInstance);
        meta.Set(DicomTag.TransferSyntaxUID, syntax.Uid);
        meta.Set(DicomTag.ImplementationClassUID, ImplementationClassUid);
        meta.Set(DicomTag.ImplementationVersionName, DicomVR.SH, ImplementationVersionName);
        if (!string.IsNullOrEmpty(sourceAe)) meta.Set(DicomTag.SourceApplicationEntityTitle, DicomVR.AE, sourceAe);
        Write(output, meta);
    }

    /// <summary>Writes preamble (zero), prefix and these elements, with the right group length.</summary>
    public static void Write(IBufferWriter<byte> output, DicomDataset meta)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(meta);
        var elements = new ArrayBufferWriter<byte>(512);
        var body = meta.Copy();
        body.Remove(DicomTag.FileMetaInformationGroupLength);
        DatasetWriter.Write(body, elements, ElementEncoding.Of(TransferSyntax.ExplicitVRLittleEndian), DicomWriteOptions.Default);
        Span<byte> head = output.GetSpan(PrefixLength + 12);
        head[..128].Clear();
        "DICM"u8.CopyTo(head[128..]);
        output.Advance(PrefixLength);
        ElementHeader.Write(output, DicomTag.FileMetaInformationGroupLength, DicomVR.UL, 4, ElementEncoding.Of(TransferSyntax.ExplicitVRLittleEndian));
        BinaryPrimitives.WriteUInt32LittleEndian(output.GetSpan(4), (uint)elements.WrittenCount);
        output.Advance(4);
        output.Write(elements.WrittenSpan);
    }
}
