using System.Runtime.Intrinsics;

namespace Pacs.Imaging;

/// <summary>What becomes of the samples behind a pixel; a type of its own each, so that kernels are compiled for it.</summary>
internal interface ISlabOperation
{
    /// <summary>What changes no sample.</summary>
    static abstract float Start { get; }

    /// <summary>Takes a sample in.</summary>
    static abstract float Take(float before, float sample);

    /// <summary>Takes eight samples in.</summary>
    static abstract Vector256<float> Take(Vector256<float> before, Vector256<float> sample);
}

/// <summary>Their sum. Exact for whole numbers: 512 of 16 bits fit into the 24 of a float.</summary>
internal readonly struct Sum : ISlabOperation
{
    public static float Start => 0;

    public static float Take(float before, float sample) => before + sample;

    public static Vector256<float> Take(Vector256<float> before, Vector256<float> sample) => before + sample;
}
