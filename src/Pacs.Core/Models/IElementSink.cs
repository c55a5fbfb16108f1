namespace Pacs.Core;

/// <summary>Takes the elements of a data set in order, sequences opened. What <see cref="DatasetWalker{TSink}"/> calls.</summary>
internal interface IElementSink
{
    /// <summary>A sequence begins; its items follow.</summary>
    void BeginSequence(DicomTag tag);

    /// <summary>The sequence ends.</summary>
    void EndSequence();

    /// <summary>An item begins; its elements follow.</summary>
    void BeginItem();

    /// <summary>The item ends.</summary>
    void EndItem();

    /// <summary>An element that is no sequence.</summary>
    void Value(in WalkedValue value);
}
