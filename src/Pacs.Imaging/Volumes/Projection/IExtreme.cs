using System.Runtime.Intrinsics;

namespace Pacs.Imaging;

/// <summary>An operation whose result is one of its samples, so that blocks which hold nothing beyond what is found already need not be looked into.</summary>
internal interface IExtreme : ISlabOperation
{
    /// <summary>What no sample changes.</summary>
    static abstract float Best { get; }

    /// <summary>The extreme of each block.</summary>
    static abstract short[] Of(BlockRanges ranges);

    /// <summary>The rank of a value: the higher the better.</summary>
    static abstract int Rank(short value);

    /// <summary>The rank of the worst of eight.</summary>
    static abstract float WorstRank(Vector256<float> values);
}
