using System.Buffers;
using Pacs.Core;

namespace Pacs.Archive;

/// <summary>Preamble and file meta information of one object, as they stand before its data set (PS3.10 §7.1).</summary>
internal static class MetaBuffer
{
    public static ReadOnlyMemory<byte> Make(BlobHeader header)
    {
        var output = new ArrayBufferWriter<byte>(640);
        FileMetaInformation.Write(output, header.Id, header.TransferSyntax, header.CallingAe);
        return output.WrittenMemory;
    }
}
