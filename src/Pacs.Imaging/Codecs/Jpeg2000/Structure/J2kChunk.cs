namespace Pacs.Imaging;

/// <summary>Bytes of a block that one packet brought for one codeword segment.</summary>
/// <param name="Offset">From the start of the frame.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Passes">Coding passes that they hold.</param>
/// <param name="Next">The following chunk of the block, from 1; 0 is none.</param>
internal record struct J2kChunk(int Offset, int Length, short Passes, int Next);
