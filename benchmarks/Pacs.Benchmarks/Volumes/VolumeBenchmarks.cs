using BenchmarkDotNet.Attributes;
using Pacs.Imaging;

namespace Pacs.Benchmarks.Volumes;

/// <summary>Slices, projections and pictures in space of a volume of 512 x 512 x 300 voxels.</summary>
[MemoryDiagnoser, MinColumn]
public class VolumeBenchmarks
{
    private Volume _volume = null!;
    private SlicePlane _oblique = null!, _axial = null!, _coronal = null!, _sagittal = null!;
    private VolumeCamera _camera = null!;

    /// <summary>Threads.</summary>
    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _volume = BenchmarkVolume.Make();
        _oblique = BenchmarkVolume.Oblique(_volume);
        (_axial, _coronal, _sagittal) = (SlicePlane.Axial(_volume.Geometry), SlicePlane.Coronal(_volume.Geometry), SlicePlane.Sagittal(_volume.Geometry));
        _camera = VolumeCamera.Around(_volume.Geometry, 30, 20);
    }

    [Benchmark(Baseline = true, Description = "oblique slice 512 x 512")]
    public void Oblique() => _volume.Reformat(_oblique, Options).Dispose();

    [Benchmark(Description = "oblique slab of 10 mm, mean")]
    public void Slab() => _volume.Reformat(_oblique, Options with { Thickness = 10, Slab = SlabMode.Mean }).Dispose();

    [Benchmark(Description = "MIP, axial")]
    public void MipAxial() => _volume.Project(_axial, options: Options).Dispose();

    [Benchmark(Description = "MIP, coronal")]
    public void MipCoronal() => _volume.Project(_coronal, options: Options).Dispose();

    [Benchmark(Description = "MIP, sagittal")]
    public void MipSagittal() => _volume.Project(_sagittal, options: Options).Dispose();

    [Benchmark(Description = "MIP, oblique 512 x 512")]
    public void MipOblique() => _volume.Project(_oblique, options: Options).Dispose();

    [Benchmark(Description = "bone in space 512 x 512, shaded")]
    public void Bone() => _volume.Render(_camera, TransferFunction.CtBone, new VolumeRenderOptions { MaxDegreeOfParallelism = Threads, SampleDistance = _volume.Geometry.FinestSpacing }).Dispose();

    private ReformatOptions Options => new() { MaxDegreeOfParallelism = Threads };
}
