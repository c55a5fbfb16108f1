namespace Pacs.Network;

/// <summary>One fragment of a message in a P-DATA-TF (PS3.8 §9.3.5.1).</summary>
/// <param name="ContextId">Odd number of the presentation context.</param>
/// <param name="IsCommand">Whether it belongs to a command set, otherwise to a data set.</param>
/// <param name="IsLast">Whether it is the last fragment of that command set or data set.</param>
/// <param name="Fragment">The bytes. GC memory when read.</param>
public sealed record PresentationDataValue(byte ContextId, bool IsCommand, bool IsLast, ReadOnlyMemory<byte> Fragment);
