using System.Runtime.InteropServices;
using Pacs.Core;

namespace Pacs.Imaging.Tests.Volumes;

/// <summary>Who owns the memory of a volume, and what becomes of it.</summary>
public sealed class VolumeOwnershipTests
{
    private const int Length = 2 * (16 * 16 * 8 + Volume.Padding);

    [Test]
    public async Task AVolumeGivenBack_IsReadNoMore()
    {
        Volume volume = await LoadAsync(new VoxelPool(1 << 20, 1 << 20));
        SlicePlane plane = SlicePlane.Axial(volume.Geometry);
        volume.Dispose();

        Assert.Multiple(() =>
        {
            Assert.That(() => volume[0, 0, 0], Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => volume.ValueAt(default), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => volume.Reformat(plane), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => volume.Project(plane), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => volume.Reformat(new CurvedPath([default, new(5, 5, 5)], new(0, 0, 1), 5, 1)), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => volume.Render(VolumeCamera.Around(volume.Geometry), TransferFunction.CtBone), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => volume.Share(), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(volume.Dispose, Throws.Nothing, "twice is once");
        });
    }

    [Test]
    public async Task TheNextVolume_TakesTheMemoryOfTheLast()
    {
        var pool = new VoxelPool(1 << 20, 1 << 20);
        Volume first = await LoadAsync(pool, 3);
        short[] voxels = first.Voxels;
        Assert.That((pool.Used, pool.Kept), Is.EqualTo(((long)Length, 0L)));
        first.Dispose();
        Assert.That((pool.Used, pool.Kept), Is.EqualTo((0L, (long)Length)));

        using Volume second = await LoadAsync(pool, 7);
        Assert.That(second.Voxels, Is.SameAs(voxels));
        Assert.That(second[5, 5, 5], Is.EqualTo(7));
        Assert.That((pool.Used, pool.Kept), Is.EqualTo(((long)Length, 0L)));
    }

    [Test]
    public async Task MemoryIsGivenBackOnce_HoweverOftenAVolumeIsDisposed()
    {
        var pool = new VoxelPool(1 << 20, 1 << 20);
        Volume volume = await LoadAsync(pool);
        volume.Dispose();
        volume.Dispose();

        Assert.That((pool.Used, pool.Kept), Is.EqualTo((0L, (long)Length)));
    }

    [Test]
    public async Task ASharedVolume_IsThereUntilItsLastOwnerIsDone()
    {
        var pool = new VoxelPool(1 << 20, 1 << 20);
        Volume volume = await LoadAsync(pool, 4), other = volume.Share();
        volume.Dispose();
        Assert.That((other[1, 2, 3], pool.Used), Is.EqualTo((4.0, (long)Length)));
        Assert.That(() => volume[1, 2, 3], Throws.TypeOf<ObjectDisposedException>());

        other.Dispose();
        Assert.That(pool.Used, Is.Zero);
    }

    [Test]
    public async Task APictureBegunBeforeItsVolumeIsGivenBack_ShowsThatVolume()
    {
        var pool = new VoxelPool(1 << 20, 1 << 20);
        Volume volume = await LoadAsync(pool, 4);
        VoxelUse use = volume.Use();   // as every picture begins
        volume.Dispose();
        using Volume next = await LoadAsync(pool, 9);
        Assert.That(next.Voxels, Is.Not.SameAs(volume.Voxels), "the memory is in use");
        Assert.That(volume.Voxels[5], Is.EqualTo(4));

        use.Dispose();
        Assert.That(pool.Kept, Is.EqualTo(Length));
    }

    [Test]
    public async Task MoreThanThePoolAllows_IsRefusedUntilAVolumeIsGivenBack()
    {
        var pool = new VoxelPool(2 * Length, 0);
        Volume first = await LoadAsync(pool);
        using Volume second = await LoadAsync(pool);
        Assert.That(async () => await LoadAsync(pool), Throws.TypeOf<DicomImageException>().With.Message.Contains("allowed"));
        first.Dispose();
        Assert.That(pool.Kept, Is.Zero);

        using Volume third = await LoadAsync(pool, 2);
        Assert.That(third[0, 0, 0], Is.EqualTo(2));
    }

    [Test]
    public async Task WhatIsKept_MakesRoomForALargerVolume()
    {
        var pool = new VoxelPool(3 * Length, 3 * Length);
        (await LoadAsync(pool)).Dispose();
        Assert.That(pool.Kept, Is.EqualTo(Length));
        using Volume large = await LoadAsync(pool, slices: 23);

        Assert.That(pool.Kept, Is.Zero);
    }

    [Test]
    public async Task APoolThatIsTrimmed_KeepsNothing()
    {
        var pool = new VoxelPool(1 << 20, 1 << 20);
        (await LoadAsync(pool)).Dispose();
        pool.Trim();

        Assert.That(pool.Kept, Is.Zero);
    }

    [Test]
    public void AVolumeThatCannotBeRead_LeavesNothingBehind()
    {
        var pool = new VoxelPool(1 << 20, 1 << 20);
        Assert.That(async () => await LoadAsync(pool, isCut: true), Throws.InstanceOf<DicomException>());

        Assert.That(pool.Used, Is.Zero);
    }

    [Test]
    public async Task ManyUsersOfOnePool_NeverTakeMoreThanItAllows_AndGiveAllBack()
    {
        var pool = new VoxelPool(3 * Length, Length);
        int refused = 0, read = 0;
        await Parallel.ForAsync(0, 64, async (n, _) =>
        {
            try
            {
                byte value = (byte)(n % 7 + 1);
                using Volume volume = await LoadAsync(pool, value), other = volume.Share();
                Interlocked.Increment(ref read);
                if (other[3, 4, 5] != value || pool.Used > pool.MaxLength) throw new InvalidOperationException("another's voxels, or too many");
            }
            catch (DicomImageException)
            {
                Interlocked.Increment(ref refused);
            }
        });

        Assert.That(read + refused, Is.EqualTo(64));
        Assert.That(read, Is.Positive);
        Assert.That((pool.Used, pool.Kept), Is.EqualTo((0L, (long)Length)));
    }

    [Test]
    public async Task TwoUsers_ShareTheLimitOfTheirPool_NotThatOfAnother()
    {
        var shared = new VoxelPool(2 * Length, 0);
        var own = new VoxelPool(2 * Length, 0);
        using Volume first = await LoadAsync(shared), second = await LoadAsync(shared);

        Assert.That(async () => await LoadAsync(shared), Throws.TypeOf<DicomImageException>().With.Message.Contains($"{2 * Length}"));
        using Volume third = await LoadAsync(own);
        Assert.That((shared.Used, own.Used), Is.EqualTo((2L * Length, (long)Length)));
    }

    [Test]
    public async Task AVolumeThatNobodyDisposes_GivesItsShareBackWhenItIsCollected()
    {
        var pool = new VoxelPool(Length, 0);
        await ForgetAsync(pool);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using Volume next = await LoadAsync(pool);

        Assert.That(pool.Used, Is.EqualTo(Length));

        // On another thread, so that no register or stack slot here keeps it.
        static Task ForgetAsync(VoxelPool pool) => Task.Run(async () => (await LoadAsync(pool))[0, 0, 0]);
    }

    // Slices of 16 x 16 pixels that all hold a value.
    private static async Task<Volume> LoadAsync(VoxelPool pool, byte value = 1, int slices = 8, bool isCut = false)
    {
        var files = new List<DicomFile>();
        for (int n = 0; n < slices; n++)
        {
            DicomDataset dataset = SecondaryCapture.FromGrayscale8(new ObjectContext(), [.. Enumerable.Repeat(value, 256)], 16, 16);
            dataset.SetDouble(DicomTag.ImagePositionPatient, 0, 0, n);
            dataset.SetDouble(DicomTag.ImageOrientationPatient, 1, 0, 0, 0, 1, 0);
            dataset.SetDouble(DicomTag.PixelSpacing, 1, 1);
            if (isCut && n == 5) dataset.SetBytes(DicomTag.PixelData, DicomVR.OW, new byte[100]);
            files.Add(new DicomFile(dataset));
        }

        return await files.LoadVolumeAsync(new VolumeOptions { Pool = pool });
    }
}
