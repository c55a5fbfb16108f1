namespace Pacs.Core;

/// <summary>What <see cref="DicomMerging.Merge"/> does with an element that both data sets have.</summary>
public enum MergePolicy
{
    /// <summary>The element stays as it is.</summary>
    KeepExisting,
    /// <summary>The element stays unless it is empty.</summary>
    FillEmpty,
    /// <summary>The element is replaced.</summary>
    Overwrite,
}
