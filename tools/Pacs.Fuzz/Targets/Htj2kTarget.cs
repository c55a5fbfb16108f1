using Pacs.Core;

namespace Pacs.Fuzz;

/// <summary>Codestreams of Part 15.</summary>
internal sealed class Htj2kTarget : Jpeg2000Target
{
    public override string Name => "htj2k";

    public override IEnumerable<byte[]> Seeds(string corpus) =>
        [Encode(1, 8, TransferSyntax.HTJ2KLossless), Encode(1, 32, TransferSyntax.HTJ2KLossless), Encode(1, 12, TransferSyntax.HTJ2K), Encode(3, 8, TransferSyntax.HTJ2KLosslessRPCL), Encode(3, 8, TransferSyntax.HTJ2K), .. Htj2kSeeds.All.Select(Convert.FromBase64String)];
}
